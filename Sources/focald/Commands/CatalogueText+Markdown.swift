extension CatalogueText {
  /// `docs/operations.md`: a table per family.
  static func markdown(_ entries: [CatalogueEntry]) -> String {
    var families: [(name: String, entries: [CatalogueEntry])] = []
    for entry in entries {
      let family = String(entry.id.prefix { $0 != "." })
      if families.last?.name != family { families.append((family, [])) }
      families[families.count - 1].entries.append(entry)
    }
    return heading(count: entries.count) + families.map(table).joined()
  }

  private static func heading(count: Int) -> String {
    """
    # Operations

    Printed by `focald operations --markdown`; `make docs` writes it anew.

    The \(count) operations are asked with `POST /v1/{family}/{name}`. `GET /v1/operations/losses.focal`, or
    `focald operations losses.focal`, says everything about one: inputs with their shapes, parameters with their ranges
    and defaults, outputs, formula, source and an example. The [contract](../openapi.yaml) says the same for programs;
    [protocol.md](protocol.md) describes what all operations share.

    """
  }

  private static func table(_ family: String, _ entries: [CatalogueEntry]) -> String {
    let rows = entries.map { "| `\($0.id)` | \(markdownCell($0.summary)) |\n" }.joined()
    return "\n## \(family)\n\n| operation | what it computes |\n|---|---|\n\(rows)"
  }
}

/// Text for a cell of a Markdown table.
func markdownCell(_ text: String) -> String {
  text.split(separator: "\n").joined(separator: " ").replacing("|", with: "\\|").replacing("<", with: "&lt;")
}
