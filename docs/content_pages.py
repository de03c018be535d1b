"""Reference pages from the content files, as Markdown.

The files are read as they lie there (TOML), not through the package: what a page shows is what a clinician
edits, also while the package refuses it.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from birddog.catalog.slots import filled, table_of

CONTENT = Path(__file__).resolve().parents[1] / "src" / "birddog" / "content"
CATEGORIES = ("mobility", "stabilization", "strengthening", "balance", "aerobic", "posture", "avoid")

Table = dict[str, Any]
Pages = dict[str, str]
"""Path of a page inside the reference folder -> its Markdown."""


# ------------------------------------------------------------------------------------------ Markdown


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; cells lose their line breaks and their bars."""
    lines = [list(map(str, row)) for row in [head, *rows]]
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    cells.insert(1, ["---"] * len(cells[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def bullets(items: Iterable[object]) -> str:
    """A Markdown list."""
    return "".join(f"- {item}\n" for item in items)


def code(items: Iterable[object]) -> str:
    """Words set as code, with commas between."""
    return ", ".join(f"`{item}`" for item in items)


def page(title: str, *parts: str) -> str:
    """A page: its title and the parts that have something to say, with an empty line between."""
    return "\n\n".join([f"# {title}", *(part.strip("\n") for part in parts if part.strip())]) + "\n"


def source_links(ids: Iterable[str], up: str = "") -> str:
    """Links to the sources page, ``up`` folders above."""
    return ", ".join(f"[{name}]({up}sources.md#{name})" for name in ids) or "none"


def rule_links(ids: Iterable[str], up: str = "") -> str:
    """Links to the rules page, ``up`` folders above."""
    return ", ".join(f"[{name}]({up}rules.md#{name})" for name in ids)


def measured(value: Any) -> str:
    """A value with its unit: ``{value = [20, 30], unit = "s"}`` as "20 to 30 s"."""
    unit = ""
    if isinstance(value, dict) and "value" in value:
        value, unit = value["value"], str(value.get("unit", ""))
    if isinstance(value, list):
        text = (" to " if len(value) == 2 and unit else ", ").join(map(str, value))
    else:
        text = str(value)
    return f"{text} {unit}".strip()


# ------------------------------------------------------------------------------------------- reading


def read(path: Path) -> Table:
    """One content file. Raises ``tomllib.TOMLDecodeError`` or ``OSError``."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_folder(name: str) -> list[Table]:
    """All files of a content folder, by name."""
    return [read(path) for path in sorted((CONTENT / name).glob("*.toml"))]


def read_rules() -> list[Table]:
    """Every rule of every file in ``content/rules``."""
    return [rule for file in read_folder("rules") for rule in file.get("rule", [])]


# --------------------------------------------------------------------------------------------- pages


def amount(dose: Table) -> str:
    """How much, in short: "2 × 8, hold 5 s, rest 30 s" or "10 min, 2 × a day, 7 days a week"."""
    if "minutes" in dose:
        days = dose.get("days_per_week", 7)
        return f"{dose['minutes']} min, {dose.get('per_day', 1)} × a day, {days} days a week"
    parts = [f"{dose.get('sets', 1)} × {dose.get('reps', 1)}"]
    for key, text in (("hold_s", "hold {} s"), ("hold_breaths", "hold {} breaths"), ("rest_s", "rest {} s")):
        if dose.get(key):
            parts.append(text.format(dose[key]))
    return ", ".join(parts)


def dose_rows(doses: Table) -> list[tuple[str, ...]]:
    """Rows of the doses: stage, where it starts, where it ends, sources."""
    return [
        (
            stage,
            amount(dose),
            amount({**dose, **dose.get("most", {})}),
            source_links(dose.get("sources", []), "../"),
        )
        for stage, dose in doses.items()
    ]


def exercise_page(exercise: Table, names: dict[str, str]) -> str:
    """The page of one exercise."""
    ladder = exercise.get("ladder", {})
    links = {
        word: ", ".join(f"[{names.get(i, i)}]({i}.md)" for i in ladder.get(key, []))
        for word, key in (("Easier", "easier"), ("Harder", "harder"), ("Without the floor", "floor_free"))
    }
    avoid = exercise.get("avoid", {})
    facts = {
        "Id": f"`{exercise['id']}`",
        "Also called": ", ".join(exercise.get("aliases", [])),
        "Kind, category": f"{exercise['kind']}, {exercise['category']}",
        "Start, direction": f"{exercise.get('start', '')}, {exercise.get('direction', '')}",
        "Equipment": "; ".join(" or ".join(group) for group in exercise.get("equipment", [])) or "none",
        "Targets": ", ".join(exercise.get("targets", [])),
        "Tags": code(exercise.get("tags", [])),
        "Instead": ", ".join(f"[{names.get(i, i)}]({i}.md)" for i in avoid.get("instead", [])),
        **links,
        "Rules": rule_links(exercise.get("rules", []), "../"),
        "Sources": source_links(exercise.get("sources", []), "../"),
        "Confirmed by a clinician": "yes" if exercise.get("confirmed") else "not yet",
    }
    doses = dose_rows(exercise.get("dose", {}))
    mistakes = [(m["what"], m["feels"], m["fix"]) for m in exercise.get("mistakes", [])]
    steps = "".join(f"{n}. {step}\n" for n, step in enumerate(exercise.get("steps", []), 1))
    return page(
        exercise["name"],
        exercise.get("summary", ""),
        figure(exercise),
        f"## Why not, and until when\n\n{avoid['reason']} ({avoid['until']})" if avoid else "",
        f"## How to do it\n\n{steps}" if steps else "",
        f"**Cues:** {'. '.join(exercise['cues'])}." if exercise.get("cues") else "",
        f"**Breathing:** {exercise['breathing']}" if exercise.get("breathing") else "",
        f"**Practice:** {exercise['practice']}" if exercise.get("practice") else "",
        "## Dose\n\n" + table(("stage", "starts at", "ends at", "sources"), doses) if doses else "",
        "## Common mistakes\n\n" + table(("what", "how it feels", "what helps"), mistakes) if mistakes else "",
        "## Cautions\n\n" + bullets(exercise["cautions"]) if exercise.get("cautions") else "",
        "## Facts\n\n" + table(("field", "value"), [(k, v) for k, v in facts.items() if v.strip(", ")]),
    )


def figure(exercise: Table) -> str:
    """The still figure of an exercise that has a movement, as a picture beside its page."""
    return f"![{exercise['summary']}]({exercise['id']}.svg){{ width=420 }}" if "movement" in exercise else ""


def exercise_pages(exercises: list[Table]) -> Pages:
    """One page for each exercise and one that lists them all."""
    names = {exercise["id"]: exercise["name"] for exercise in exercises}
    pages = {f"exercises/{exercise['id']}.md": exercise_page(exercise, names) for exercise in exercises}
    parts = []
    for category in CATEGORIES:
        rows = [
            (
                f"[{e['name']}]({e['id']}.md)",
                e["kind"],
                e.get("difficulty", ""),
                ", ".join(e.get("dose", {})),
                e["summary"],
            )
            for e in exercises
            if e["category"] == category
        ]
        if rows:
            parts.append(
                f"## {category.capitalize()}\n\n" + table(("name", "kind", "difficulty", "stages", "what"), rows)
            )
    pages["exercises/index.md"] = page(f"Exercises ({len(exercises)})", *parts)
    return pages


def rules_page(rules: list[Table]) -> str:
    """Every rule, by type: what it says to whom, its numbers, where it acts."""
    by_type = defaultdict(list)
    numbers = table_of(rules)
    for rule in rules:
        by_type[rule["type"]].append(rule)
    parts = [f"{len(rules)} rules, {sum(bool(r.get('articles')) for r in rules)} of them from the source articles."]
    for kind in sorted(by_type):
        parts.append(f"## {kind.replace('_', ' ').capitalize()}")
        for rule in sorted(by_type[kind], key=lambda r: str(r["id"])):
            values = [(f"`{key}`", measured(value)) for key, value in rule.get("values", {}).items()]
            articles = ", ".join(map(str, rule.get("articles", []))) or "none"
            parts += [
                f"### {rule['id']} {{ #{rule['id']} }}",
                filled(rule["statement"], rule["id"], numbers),
                f"> {filled(rule['patient'], rule['id'], numbers)}",
                table(("number", "value"), values) if values else "",
                f"Acts on: `{rule.get('acts', '')}`. Articles: {articles}. "
                f"Sources: {source_links(rule.get('sources', []))}. "
                f"Confirmed by a clinician: {'yes' if rule.get('confirmed') else 'not yet'}.",
            ]
    return page("Rules", *parts)


def cluster_rows(clusters: list[Table]) -> list[tuple[str, ...]]:
    """Rows of the clusters: id, when it fires, level, meaning, sources."""
    rows: list[tuple[str, ...]] = []
    for cluster in clusters:
        when = f"{cluster['at_least']} of {code(cluster['of'])}"
        if cluster.get("with_any"):
            when += f" with any of {code(cluster['with_any'])}"
        links = source_links(cluster["sources"])
        rows.append((f"`{cluster['id']}`", when, cluster["level"], cluster["clinical"], links))
    return rows


def finding_rows(findings: list[Table]) -> list[tuple[str, ...]]:
    """Rows of the findings: id, when it fires, level, meaning, sources."""
    rows: list[tuple[str, ...]] = []
    for finding in findings:
        when = f"`{finding['fact']}` is {code(finding['values'])}"
        links = source_links(finding["sources"])
        rows.append((f"`{finding['id']}`", when, finding["level"], finding["clinical"], links))
    return rows


def screening_page(screening: Table) -> str:
    """Danger signs, clusters of signs and findings, each with the level it sets."""
    parts = ["The highest level wins. What is not answered is never read as a no."]
    groups = defaultdict(list)
    for item in screening.get("item", []):
        groups[item["group"]].append(item)
    for group, items in groups.items():
        rows = [
            (
                f"`{i['id']}`",
                i["question"],
                i["yes"],
                i.get("unsure", ""),
                "yes" if i.get("recheck") else "",
                source_links(i["sources"]),
            )
            for i in items
        ]
        head = ("sign", "question", "yes", "unsure", "asked again", "sources")
        parts.append(f"## {group.replace('_', ' ').capitalize()}\n\n" + table(head, rows))
    for title, found in (
        ("Clusters of signs", cluster_rows(screening.get("cluster", []))),
        ("Findings", finding_rows(screening.get("finding", []))),
    ):
        if found:
            parts.append(f"## {title}\n\n" + table(("id", "when", "level", "meaning", "sources"), found))
    return page("Screening", *parts)


def barred(veto: Table, exercises: list[Table]) -> list[Table]:
    """The exercises that a veto takes out: those with one of its tags, unless a further tag saves them."""
    tags, saved = set(veto["tags"]), set(veto.get("unless_tags", []))
    doable = [e for e in exercises if e["kind"] in ("exercise", "aerobic")]
    return [e for e in doable if tags & set(e["tags"]) and not saved & set(e["tags"])]


def vetoes_page(vetoes: list[Table], exercises: list[Table]) -> str:
    """Every veto: the answer that sets it, the tags and exercises it takes out, the reason in two voices."""
    parts = [
        "The program never relaxes a veto. Admissible is the catalog minus the union of the vetoes that apply. "
        "A clinician may let one exercise past one veto, but not where it says so."
    ]
    for veto in vetoes:
        out = barred(veto, exercises)
        saved = f", unless {code(veto['unless_tags'])}" if veto.get("unless_tags") else ""
        parts += [
            f"## {veto['id']} {{ #{veto['id']} }}",
            f"When `{veto['fact']}` is {code(veto['values'])}: nothing tagged {code(veto['tags'])}{saved}.",
            f"> {veto['says']}",
            veto["clinical"] + (f" Never overridden at {code(veto['never'])}." if veto.get("never") else ""),
            f"Takes out {len(out)}: " + ", ".join(f"[{e['name']}](exercises/{e['id']}.md)" for e in out) + "."
            if out
            else "",
            f"Sources: {source_links(veto['sources'])}."
            + (f" Follows: {rule_links(veto['follows'])}." if veto.get("follows") else ""),
        ]
    return page("Vetoes", *parts)


def lessons_page(lessons: list[Table]) -> str:
    """Every lesson with its points."""
    parts = []
    for lesson in lessons:
        points = [
            f"{point['text']} " + (f"({rule_links([point['rule']])})" if point.get("rule") else "")
            for point in lesson["points"]
        ]
        used = sorted({source for point in lesson["points"] for source in point.get("sources", [])})
        parts += [
            f"## {lesson['title']} {{ #{lesson['id']} }}",
            f"`{lesson['id']}`, {lesson['minutes']} min. Shown for: {', '.join(lesson['topics'])}.",
            bullets(points),
            f"Sources: {source_links(used)}.",
        ]
    return page("Lessons", *parts)


def plain_table(entries: list[Table]) -> str:
    """Entries as a table with a column for each of their fields."""
    head = list(dict.fromkeys(key for entry in entries for key in entry))
    return table(head, [[measured(entry.get(key, "")) for key in head] for entry in entries])


def disagreements_page() -> str:
    """Where the source articles contradict each other or are misprinted, and how that was settled."""
    contradictions = read(CONTENT / "contradictions.toml")["contradiction"]
    defects = read(CONTENT / "defects.toml")["defect"]
    return page(
        "Where the articles disagree",
        plain_table(contradictions),
        "## What is misprinted in them\n\n" + plain_table(defects),
    )


def small_pages() -> Pages:
    """Stages, routines, modalities and sources: one table each."""
    stages = [(n, s["title"], s["aim"], rule_links(s["rules"])) for n, s in read(CONTENT / "stages.toml").items()]
    routines = [
        (
            r["name"],
            r["summary"],
            ", ".join(f"[{i}](exercises/{i}.md)" for i in r["items"]),
            f"article-{r['article']}",
        )
        for r in read(CONTENT / "routines.toml")["routine"]
    ]
    modalities = [
        (m["name"], m["role"], m["advice"], m["why"], source_links(m["sources"]))
        for m in read(CONTENT / "modalities.toml")["modality"]
    ]
    sources = "".join(
        f"## {name} {{ #{name} }}\n\n{source['title']}. {source['cite']}\n\n"
        + f"{source['kind']}, {source['flag']}{', <' + source['url'] + '>' if source.get('url') else ''}\n\n"
        for name, source in read(CONTENT / "sources.toml").items()
    )
    return {
        "stages.md": page("Stages", table(("stage", "title", "aim", "rules"), stages)),
        "routines.md": page("Routines", table(("name", "what", "exercises", "from"), routines)),
        "modalities.md": page("Modalities", table(("name", "role", "what is said", "why", "sources"), modalities)),
        "sources.md": page("Sources", sources),
        "disagreements.md": disagreements_page(),
    }


def content_pages(exercises: list[Table], rules: list[Table]) -> Pages:
    """Every page that shows content."""
    return {
        **exercise_pages(exercises),
        "rules.md": rules_page(rules),
        "screening.md": screening_page(read(CONTENT / "screening.toml")),
        "vetoes.md": vetoes_page(read(CONTENT / "vetoes.toml")["veto"], exercises),
        "lessons.md": lessons_page(read_folder("lessons")),
        **small_pages(),
    }
