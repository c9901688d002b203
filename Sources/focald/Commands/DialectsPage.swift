import JSON
import Operations

/// `docs/dialects.md`: on what libraries differ in each operation, and what each of them decides.
enum DialectsPage {
  static func markdown() -> String {
    let declarations = Registry.all.map(\.declaration).filter { $0.dialects != nil }
    return heading + declarations.map(section).joined()
  }

  private static let heading = """
    # Dialects

    Printed by `focald operations --dialects`; `make docs` writes it anew.

    Libraries disagree without saying so: where an ε stands, what the mean of nothing is, what 0/0 is, what is divided by
    what. Each such difference is a field of the operation here, with explicit values and a default that is defined everywhere.
    `compat` gives all fields that a request leaves out the values of one library; a field that is given overrules it.
    `"decisions": true` lists in the answer which value each field has, and who gave it.

    ```
    curl -s localhost:8080/v1/losses/ciou -d '{"boxes": [[0, 0, 20, 20]], "target_boxes": [[15, 5, 35, 65]], "compat": "mmdetection"}'
    ```

    Where a library gives NaN its profile answers an error, 422 `undefined`, that says so. Sums and elements are computed
    as exactly as the library's own formula allows, in float64 unless `precision` says otherwise: a library that computes in
    float32 always is followed to float32's digits.

    `POST /v1/compare/{family}/{name}` takes the operation's request with `profiles`, a list of two or more (`focald` is the
    defaults), and answers each profile's numbers, the differences, and the cause of each: the fields below are switched from the
    first profile's value to the other's one after the other, in the order of the tables, and what the answer changes by is that
    field's share. Shares add up to the difference. What two fields have in common goes to the one that is switched first, so
    the order is part of the answer.

    A column is a profile; an empty cell is the default. "(read)" behind a source: its code was read, not run.

    """

  private static func section(_ declaration: Declaration) -> String {
    guard let dialects = declaration.dialects else { return "" }
    let names = dialects.profiles.map(\.library.rawValue)
    let head =
      "| field | default | \(names.joined(separator: " | ")) |\n|---\(String(repeating: "|---", count: names.count + 1))|\n"
    let rows = dialects.decisions.map { row($0, declaration, dialects) }.joined()
    let sources = dialects.profiles.map { "* \($0.library.rawValue): \($0.source)\n" }.joined()
    return "\n## \(declaration.id)\n\n\(head)\(rows)\n\(sources)"
  }

  private static func row(_ decision: Decision, _ declaration: Declaration, _ dialects: Dialects) -> String {
    let own = declaration.value(of: decision.field) { _ in nil }.text()
    let cells = dialects.profiles.map { profile in
      profile.settings.filter { $0.field == decision.field }.map { setting in
        let when = setting.conditions.isEmpty ? "" : " (\(setting.conditions.words))"
        return "`\(setting.value.text())`\(when)"
      }.joined(separator: "; ")
    }
    let field = "`\(decision.field)`: \(decision.phrase)"
    return "| \(field) | `\(own)` | \(cells.joined(separator: " | ")) |\n".replacing("`\"", with: "`").replacing(
      "\"`", with: "`")
  }
}
