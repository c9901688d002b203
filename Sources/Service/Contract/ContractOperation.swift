import DetectionCore
import HTTPMessages
import JSON
import Operations

/// What the contract says of one operation: `POST /v1/{family}/{name}`.
struct ContractOperation {
  private let operation: Operation
  private let declaration: Declaration
  /// Notes and further examples, beyond the declaration.
  private let more: JSONValue?

  init(_ operation: Operation, _ more: JSONValue?) {
    self.operation = operation
    self.more = more
    declaration = operation.declaration
  }

  /// The operation; its schemas become components.
  func value(_ schemas: inout ContractSchemas) throws(Problem) -> JSONValue {
    let request = schemas.request(of: declaration)
    let answer = schemas.answer(of: declaration)
    let examples = try examples()
    var content: JSONObject = [
      "application/json": ["schema": request, "examples": .object(examples.requests)],
      "application/x-safetensors": ["schema": Self.file],
    ]
    content["multipart/form-data"] = schemas.form(of: declaration).map { ["schema": $0] }
    return [
      "operationId": .string(declaration.operationID),
      "tags": [.string(declaration.family)],
      "summary": .string(declaration.summary),
      "description": .string(description),
      "parameters": .array(
        [Self.component("parameters", "RequestId")] + declaration.parameters.map { schemas.query($0) }),
      "requestBody": [
        "required": true,
        "content": .object(content),
      ],
      "responses": .object(responses(answer, examples.answers)),
    ]
  }

  private var description: String {
    let groups = declaration.groups.map { "Give exactly one of \($0.joined(separator: ", "))." }
    let namesakes = Registry.namesakes(of: declaration.id).map { "`\($0.declaration.path)`" }
    let others =
      namesakes.isEmpty ? [] : ["Later models under their names: \(namesakes.joined(separator: ", "))."]
    let notes = more?["notes"]?.text.map { [$0.trimmingLines] } ?? []
    let all = ["`\(declaration.formula)`", "Source: \(declaration.source)."] + groups + others + notes
    return all.joined(separator: "\n\n")
  }

  private static let file: JSONValue = ["type": "string", "format": "binary"]

  // MARK: - Answers

  private func responses(_ answer: JSONValue, _ examples: JSONObject) -> JSONObject {
    var responses: JSONObject = [
      "200": [
        "description": "The answer.",
        "headers": ["X-Request-Id": Self.component("headers", "RequestId")],
        "content": [
          "application/json": ["schema": answer, "examples": .object(examples)],
          "application/x-safetensors": ["schema": Self.file],
        ],
      ]
    ]
    for (status, name) in Self.errors { responses[status] = Self.component("responses", name) }
    return responses
  }

  static let errors = [
    ("400", "BadRequest"), ("401", "Unauthorized"), ("403", "Forbidden"), ("408", "RequestTimeout"),
    ("413", "ContentTooLarge"), ("415", "UnsupportedMediaType"),
    ("422", "UnprocessableContent"), ("429", "TooManyRequests"), ("500", "InternalServerError"),
    ("503", "ServiceUnavailable"), ("504", "GatewayTimeout"),
  ]

  private static func component(_ kind: String, _ name: String) -> JSONValue {
    ["$ref": .string("#/components/\(kind)/\(name)")]
  }

  // MARK: - Examples

  /// Requests, with the answers that the operation gives.
  private func examples() throws(Problem) -> (requests: JSONObject, answers: JSONObject) {
    var (requests, answers) = (JSONObject(), JSONObject())
    let own = try Self.read(ByteBuffer(declaration.example))
    try add("example", own, summary: nil, &requests, &answers)
    for member in more?["examples"]?.object?.members ?? [] {
      try add(member.key, member.value["request"] ?? .null, summary: member.value["summary"], &requests, &answers)
    }
    return (requests, answers)
  }

  private func add(
    _ name: String, _ request: JSONValue, summary: JSONValue?, _ requests: inout JSONObject,
    _ answers: inout JSONObject
  ) throws(Problem) {
    var example = JSONObject()
    example["summary"] = summary
    example["value"] = request
    requests[name] = .object(example)
    // Through the text, as a client would send it.
    let answer = try operation.answer(Self.read(ByteBuffer(request.text())), limits: Limits())
    answers[name] = ["value": try Self.read(answer.jsonText)]
  }

  private static func read(_ text: ByteBuffer) throws(Problem) -> JSONValue {
    do {
      return try JSONReader.read(text)
    } catch {
      throw Problem(error)
    }
  }
}

extension Answer {
  /// The answer as a client gets it.
  fileprivate var jsonText: ByteBuffer {
    let buffer = ByteBuffer()
    var writer = JSONWriter(into: buffer)
    writer.value(Answer.Value.object(fields))
    return buffer
  }
}

extension Declaration {
  /// `lossesSmoothL1`.
  var operationID: String { family + name.capitalizedParts }

  /// `LossesSmoothL1`: what the names of its components begin with.
  var componentPrefix: String { family.capitalizedParts + name.capitalizedParts }
}

extension String {
  /// `SmoothL1` of `smooth-l1` or `smooth_l1`.
  var capitalizedParts: String {
    split { $0 == "-" || $0 == "_" || $0 == "." }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// Without line breaks at its end.
  fileprivate var trimmingLines: String { String(reversed().drop { $0 == "\n" }.reversed()) }
}
