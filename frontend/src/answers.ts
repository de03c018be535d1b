// The answers of a form, as the server's form page would get them: it knows each field's type, the page does not.

/** Fields that say nothing about the person; the server passes over others that the event does not have. */
const STEERING = new Set(["csrfmiddlewaretoken", "next", "said", "id"]);

/** What was filled in, by field name. What is empty is left out: not answered is not zero. */
export function answers(data: Iterable<[string, unknown]>): Record<string, string[]> {
  const given: Record<string, string[]> = {};
  for (const [name, value] of data)
    if (typeof value === "string" && value.trim() !== "" && !STEERING.has(name)) (given[name] ??= []).push(value);
  return given;
}
