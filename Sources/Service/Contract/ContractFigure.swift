import HTTPMessages
import JSON
import Operations

/// What the contract says of one figure: `/v1/figures/….svg`.
struct ContractFigure {
  private let figure: Figure
  private let declaration: Declaration

  init(_ figure: Figure) {
    self.figure = figure
    declaration = figure.declaration
  }

  /// The operation; the schema of its body becomes a component.
  func value(_ schemas: inout ContractSchemas) throws(Problem) -> JSONValue {
    var value: JSONObject = [
      "operationId": .string(declaration.operationID), "tags": ["figures"], "summary": .string(declaration.summary),
    ]
    if !declaration.formula.isEmpty {
      value["description"] = .string("`\(declaration.formula)`. \(declaration.source).")
    }
    var parameters = [Self.component("parameters", "RequestId")]
    if figure.isAskedByQuery {
      parameters += declaration.parameters.map { query($0, &schemas) }
    } else {
      value["requestBody"] = try body(&schemas)
    }
    value["parameters"] = .array(parameters)
    var responses: JSONObject = [
      "200": [
        "description": "The figure.", "headers": ["X-Request-Id": Self.component("headers", "RequestId")],
        "content": ["image/svg+xml": ["schema": ["type": "string"]]],
      ]
    ]
    for (status, name) in ContractOperation.errors where !figure.isAskedByQuery || !Self.ofBodies.contains(status) {
      responses[status] = Self.component("responses", name)
    }
    value["responses"] = .object(responses)
    return .object(value)
  }

  /// Statuses of requests with a body; those of a busy server are said of work that costs more than a few curves.
  private static let ofBodies = ["408", "413", "415", "503"]

  /// A field in the query; a list is written with commas.
  private func query(_ parameter: Parameter, _ schemas: inout ContractSchemas) -> JSONValue {
    [
      "name": .string(parameter.name), "in": "query", "required": false, "description": .string(parameter.meaning),
      "style": "form", "explode": false, "schema": schemas.schema(of: parameter, in: declaration),
    ]
  }

  private func body(_ schemas: inout ContractSchemas) throws(Problem) -> JSONValue {
    let example: JSONValue
    do {
      example = try JSONReader.read(ByteBuffer(declaration.example))
    } catch {
      throw Problem(error)
    }
    var schema = schemas.request(of: declaration)
    if let forms = figure.otherForms { schema = ["anyOf": [schema, forms]] }
    return [
      "required": true,
      "content": ["application/json": ["schema": schema, "examples": ["example": ["value": example]]]],
    ]
  }

  private static func component(_ kind: String, _ name: String) -> JSONValue {
    ["$ref": .string("#/components/\(kind)/\(name)")]
  }
}
