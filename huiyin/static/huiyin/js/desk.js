// What only the desk needs: the preview beside a list, and rows added to a form.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function clear(selector) {
  document.querySelector(selector)?.replaceChildren();
}

// data-empty="#id" empties a place; Escape empties the preview
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-empty]");
  if (button) clear(button.dataset.empty);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open], :popover-open")) clear("#preview");
});

// A row that is looked at is marked; moving on with j and k while the preview is open looks at the next one
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-row-preview]");
  if (!link) return;
  all("[data-row][data-current]").forEach((row) => delete row.dataset.current);
  link.closest("[data-row]").dataset.current = "";
});
document.addEventListener("keyup", (event) => {
  if ((event.key === "j" || event.key === "k") && document.querySelector("#preview > *")) {
    document.querySelector("[data-row][data-current] [data-row-preview]")?.click();
  }
});

// data-unfold shows the rows inside a group (htmx brings them) and takes them away again
function inside(button) {
  const found = [];
  let row = button.closest("tr").nextElementSibling;
  while (row?.matches(".hy-unfolded")) {
    found.push(row);
    row = row.nextElementSibling;
  }
  return found;
}
document.addEventListener("htmx:beforeRequest", (event) => {
  const button = event.detail.elt;
  if (!button.matches?.("[data-unfold]") || button.ariaExpanded !== "true") return;
  event.preventDefault();
  inside(button).forEach((row) => row.remove());
  button.ariaExpanded = "false";
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.matches?.("[data-unfold]") && detail.successful) detail.elt.ariaExpanded = "true";
});

// Repeated rows: [data-more="#template"] adds a copy to [data-rows] of the same group; [data-less] takes one away
function number(group) {
  all("[data-rows] > [data-line]", group).forEach((line, at) => {
    all("[data-name]", line).forEach((field) => {
      field.name = `${group.dataset.prefix}-${at}-${field.dataset.name}`;
      field.id = `id_${field.name}`;
    });
    all("[data-for]", line).forEach((label) => {
      label.htmlFor = `id_${group.dataset.prefix}-${at}-${label.dataset.for}`;
    });
  });
  const total = group.querySelector("[data-total]");
  if (total) total.value = String(all("[data-rows] > [data-line]", group).length);
}
document.addEventListener("click", (event) => {
  const more = event.target.closest?.("[data-more]");
  const less = event.target.closest?.("[data-less]");
  const group = (more ?? less)?.closest("[data-group]");
  if (!group) return;
  event.preventDefault();
  if (more) {
    const line = group.querySelector("template").content.firstElementChild.cloneNode(true);
    group.querySelector("[data-rows]").append(line);
    number(group);
    line.querySelector("input, select, textarea")?.focus();
  } else {
    less.closest("[data-line]").remove();
    number(group);
  }
});
