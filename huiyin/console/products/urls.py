"""The pages of products and their terms."""

from django.urls import URLPattern, path

from huiyin.console.products import heat, listed, page, showing, terms

urlpatterns: list[URLPattern] = [
    path("products/", listed.show, name="products"),
    path("products/compare/", listed.compare, name="products_compare"),
    path("products/new/", page.new, name="product_new"),
    path("products/heat/", heat.ranked, name="clause_heat"),
    path("products/<str:code>/heat/", heat.of_product, name="product_heat"),
    path("products/<str:code>/terms/<int:number>/shown/", showing.show, name="terms_shown"),
    path(
        "products/<str:code>/terms/<int:number>/clauses/<str:path>/complaints",
        heat.complaints,
        name="clause_complaints",
    ),
    path("products/<str:code>/", page.show, name="product"),
    path("products/<str:code>/write", page.write, name="product_write"),
    path("products/<str:code>/terms/new/", terms.new, name="terms_new"),
    path("products/<str:code>/terms/compare/", terms.compare, name="terms_compare"),
    path("products/<str:code>/terms/<int:number>/", terms.show, name="terms"),
    path("products/<str:code>/terms/<int:number>/clauses/<str:clause>", terms.write, name="terms_clause"),
    path("products/<str:code>/terms/<int:number>/<slug:step>", terms.act, name="terms_act"),
    path("products/<str:code>/<slug:step>", page.act, name="product_act"),
]
