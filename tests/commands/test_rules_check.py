"""`huiyin rules check` and `huiyin rules resolve` from the outside."""

import json

from huiyin.commands import rules_check, rules_resolve


def test_what_ships_is_right_with_its_examples(capsys):
    assert rules_check.main([]) == 0
    assert "files are right" in capsys.readouterr().out


def test_faults_are_printed_one_a_line_with_exit_1(capsys, tmp_path):
    (tmp_path / "bad.yaml").write_text("pack: bad\nrulez: []\n", "utf-8")
    (tmp_path / "worse.yaml").write_text("a: [1\n", "utf-8")
    assert rules_check.main([str(tmp_path), "--json"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(it["file"], it["line"]) for it in found] == [("bad.yaml", 2), ("worse.yaml", 2)]
    assert all(it["problem"] for it in found)
    assert rules_check.main([str(tmp_path / "bad.yaml")]) == 1
    assert capsys.readouterr().out.startswith("bad.yaml: line 2: document: unknown key 'rulez'. Write rules")


def test_what_cannot_be_read_is_exit_2(capsys, tmp_path):
    assert rules_check.main([str(tmp_path / "nowhere.yaml")]) == 2
    assert "There is no" in capsys.readouterr().err
    assert rules_check.main([str(tmp_path)]) == 2
    assert "holds no .yaml file" in capsys.readouterr().err


def test_the_resolver_prints_its_reasoning(capsys):
    argv = ["--from", "2026-11-03", "--fact", "line=life", "--duty", "claim.determination"]
    assert rules_resolve.main([*argv, "--json"]) == 0
    (duty,) = json.loads(capsys.readouterr().out)["duties"]
    assert duty["binds"].startswith("cn-life-service-2010/claim.determination_life@")
    assert {row["reason"] for row in duty["rows"]} >= {"only", "house_beside", "general", "does_not_apply"}
    assert all(row["why"]["zh"] and row["why"]["en"] for row in duty["rows"])
    assert rules_resolve.main([*argv, "--lang", "zh"]) == 0
    assert "特别规定" in capsys.readouterr().out


def test_units_of_other_jurisdictions_have_their_own_rules(capsys):
    argv = ["--from", "2026-11-03", "--unit-packs", "uk-fca-disp,sg-mas", "--event", "received", "--json"]
    assert rules_resolve.main(argv) == 0
    found = {it["duty"]: it["binds"] for it in json.loads(capsys.readouterr().out)["duties"]}
    assert found["complaint.decision"].startswith("sg-mas/complaint.decision@")
    assert found["complaint.summary_resolution"].startswith("uk-fca-disp/")


def test_a_wrong_question_is_exit_2_with_a_sentence(capsys):
    for argv, said in (
        (["--from", "2026-11-03", "--unit-packs", "mars"], "There is no pack called 'mars'"),
        (["--from", "soon"], "'soon' is not a time"),
        (["--from", "2026-11-03", "--duty", "no.such"], "No rule of these packs"),
        (["--from", "2026-11-03", "--fact", "line"], "write K=V"),
    ):
        assert rules_resolve.main(argv) == 2
        assert said in capsys.readouterr().err
    assert rules_resolve.main([]) == 2
