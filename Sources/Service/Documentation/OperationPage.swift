import HTTPMessages
import JSON
import Operations
import Pages

/// An operation's page: all that its declaration says.
struct OperationPage {
  private let declaration: Declaration

  init(_ declaration: Declaration) { self.declaration = declaration }

  var content: HTML {
    .group([
      heading, section("Inputs", declaration.inputs.map(entry)),
      section("Parameters", declaration.parameters.map(entry)),
      section("Answer", declaration.outputs.map { entry($0, prefix: "") }), gradients, example, errors,
    ])
  }

  private var heading: HTML {
    .group([
      .element("h1", [:], .text(declaration.id)), .element("p", [:], .text(declaration.summary)),
      .element("div", ["class": "formula"], Formula.html(declaration.formula)),
      .element("p", ["class": "note"], .text("Source: \(declaration.source)")),
      .element(
        "p", [:], .element("code", [:], .text("POST \(declaration.path)")), .text(" · model "),
        .element("code", [:], .text(declaration.id)), .text(" of the "),
        .element("a", ["href": "/docs/protocol#open-inference-protocol"], .text("Open Inference Protocol")),
        .text(" · "), .element("a", ["href": "/v1/operations/\(declaration.id)"], .text("as JSON"))),
      .element("p", [:], tryLink),
    ])
  }

  private var tryLink: HTML {
    .element("a", ["class": "button primary", "href": "/#operation/\(declaration.id)"], .text("Try it"))
  }

  private func section(_ title: String, _ entries: [HTML]) -> HTML {
    entries.isEmpty ? .group([]) : .group([.element("h2", ["id": title.lowercased()], .text(title))] + entries)
  }

  private func entry(_ input: Input) -> HTML {
    let kind = "\(input.shapeNames) · \(input.element.rawValue) · \(declaration.presence(of: input))"
    return entry(input.name, input.isDifferentiable ? "\(kind) · has a gradient" : kind, input.holds)
  }

  private func entry(_ parameter: Parameter) -> HTML { entry(parameter, prefix: "") }

  private func entry(_ parameter: Parameter, prefix: String) -> HTML {
    let name = prefix + parameter.name
    let value = parameter.isRequired ? "required" : "default \(parameter.defaultValue.text())"
    let conditions = parameter.conditions.isEmpty ? "" : " · where \(parameter.conditions.words)"
    guard case .object(let members) = parameter.type else {
      return entry(name, "\(parameter.type.words) · \(value)\(conditions)", parameter.meaning)
    }
    let own = entry(name, "an object · \(value)\(conditions)", parameter.meaning)
    return .group([own] + members.map { entry($0, prefix: "\(name).") })
  }

  private func entry(_ output: OutputDescription, prefix: String) -> HTML {
    let name = prefix + output.name
    let when = output.conditions.isEmpty ? "" : " · where \(output.conditions.words)"
    let own = entry(name, "\(output.shape)\(when)", output.holds)
    return .group([own] + output.members.map { entry($0, prefix: "\(name).") })
  }

  private func entry(_ name: String, _ kind: String, _ words: String) -> HTML {
    .element(
      "div", ["class": "entry", "id": "field-\(name)"],
      .element("div", [:], .element("strong", [:], .element("code", [:], .text(name)))),
      .element("div", ["class": "type"], .text(kind)), .element("div", [:], .text(words)))
  }

  private var gradients: HTML {
    let names = declaration.inputs.filter(\.isDifferentiable).map(\.name)
    guard !names.isEmpty else { return .group([]) }
    return .group([
      .element("h2", ["id": "gradients"], .text("Gradients")),
      .element(
        "p", [:], .text("With "), .element("code", [:], .text("\"gradients\": true")),
        .text(" the answer has the derivative of the loss by \(names.joined(separator: " or ")), in its shape.")),
    ])
  }

  private var example: HTML {
    .group([
      .element("h2", ["id": "example"], .text("Example")),
      .element("pre", ["class": "keep", "tabindex": "0"], .element("code", [:], .text(declaration.example))),
      .element("p", [:], tryLink),
    ])
  }

  private var errors: HTML {
    let statuses = Set(ErrorCode.allCases.map(\.status.code)).sorted().filter {
      ![404, 405, 414, 431, 505].contains($0)
    }
    let rows = statuses.map { status in
      let codes = ErrorCode.allCases.filter { $0.status.code == status }.map(\.rawValue).joined(separator: ", ")
      return HTML.element(
        "tr", [:], .element("td", [:], .text(String(status))), .element("td", [:], .element("code", [:], .text(codes))))
    }
    return .group([
      .element("h2", ["id": "errors"], .text("Errors")),
      .element(
        "p", [:], .text("Each error names the field by a pointer, and a code. "),
        .element("a", ["href": "/docs/protocol#requests-and-answers"], .text("How errors are answered"))),
      .element(
        "table", [:],
        .element(
          "thead", [:],
          .element(
            "tr", [:], .element("th", ["scope": "col"], .text("Status")),
            .element("th", ["scope": "col"], .text("Codes")))),
        .element("tbody", [:], rows)),
    ])
  }
}
