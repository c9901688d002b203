import Operations
import Pages

/// `/docs`: every operation and every document, with a search field where script runs.
enum ReferenceIndex {
  static var page: DocumentPage {
    DocumentPage(
      title: "Reference", navigation: navigation,
      content: .group([
        .element("h1", [:], .text("Reference")), .element("p", [:], .text(BuildInformation.summary)), search, guides,
        .group(families.map(section)),
      ]))
  }

  /// The list at the side of every page.
  static var navigation: HTML {
    .group(
      [.element("p", [:], .text("Documents"))]
        + Guide.names.map { name in
          .element("a", ["href": "/docs/\(name)"], .text(name))
        }
        + families.flatMap { family in
          [.element("p", [:], .text(family))]
            + declarations(of: family).map { .element("a", ["href": "/docs/\($0.id)"], .text($0.name)) }
        })
  }

  /// Without script it would do nothing, and is not shown.
  private static var search: HTML {
    .element(
      "form", ["class": "control", "role": "search", "hidden": ""],
      .element("label", ["for": "search"], .text("Search operations")),
      .void("input", ["type": "search", "id": "search", "autocomplete": "off"]),
      .element("p", ["class": "note", "id": "found", "role": "status"]))
  }

  private static var guides: HTML {
    let items = Guide.names.compactMap(Guide.named).map { guide in
      HTML.element("li", [:], .element("a", ["href": "/docs/\(guide.name)"], .text(guide.title)))
    }
    return .group([.element("h2", [:], .text("Documents")), .element("ul", [:], items)])
  }

  private static func section(_ family: String) -> HTML {
    .element(
      "section", ["data-group": family],
      .element("h2", ["id": family], .text(family)), .group(declarations(of: family).map(entry)))
  }

  private static func entry(_ declaration: Declaration) -> HTML {
    let words =
      [declaration.id, declaration.summary, declaration.formula, declaration.source]
      + declaration.inputs.map(\.name) + declaration.parameters.map(\.name)
    return .element(
      "div", ["class": "entry", "data-search": words.joined(separator: " ")],
      .element("h3", [:], .element("a", ["href": "/docs/\(declaration.id)"], .text(declaration.id))),
      .element("p", [:], .text(declaration.summary)),
      .element("p", ["class": "note"], Formula.html(declaration.formula)))
  }

  private static var families: [String] {
    Registry.all.map(\.declaration.family).reduce(into: []) { families, family in
      if !families.contains(family) { families.append(family) }
    }
  }

  private static func declarations(of family: String) -> [Declaration] {
    Registry.all.map(\.declaration).filter { $0.family == family }
  }
}
