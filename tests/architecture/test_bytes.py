"""Where the bytes of files are opened."""

from tests.architecture.source import product

# Past `cases.queries.files`: the scanner itself, our own papers on their way into a mail, case files that were made
# without anything withheld, handbooks that are examined but belong to no case, and mails and messages of WeChat that
# are being sorted (a person reads the words of one that is withheld, never its files); terms of a product, which belong
# to no case.
OPENING = {
    "huiyin/cases/queries/files.py", "huiyin/cases/jobs/scanning.py", "huiyin/channels/jobs.py",
    "huiyin/complaints/jobs/container.py", "huiyin/complaints/actions/dossier.py", "huiyin/console/handbook/lint.py",
    "huiyin/api/handbook_lint.py", "huiyin/cases/actions/mail.py", "huiyin/console/products/terms.py",
    "huiyin/complaints/jobs/sms.py", "huiyin/complaints/jobs/wechat.py", "huiyin/cases/actions/sms_withheld.py",
}  # fmt: skip


def test_whoever_gives_out_a_file_of_a_case_asks_the_one_function_that_refuses() -> None:
    found = {one.name for one in product() if "blobs.chunks(" in one.text or "blobs.read(" in one.text}
    assert found == OPENING
