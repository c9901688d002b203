import Compression
import DetectionCore
import HTTPMessages
import JSON
import TestSupport
import Testing

@testable import Operations
@testable import Service

/// Forms on the routes of operations.
@Suite struct FormRouteTests {
  private static let focal = "/v1/losses/focal"
  private let service = Service()
  private let logits = FormPart("logits", "[2, -1, 0.5, -3]")
  private let targets = FormPart("targets", "[1, 0, 0, 1]")
  private var reference: Reply { service.post(Self.focal, #"{"logits": [2, -1, 0.5, -3], "targets": [1, 0, 0, 1]}"#) }

  @Test(arguments: Registry.all.map(\.declaration.id))
  func example_AsAForm_IsAnsweredAsJSON(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    guard case .object(let example) = try readJSON(declaration.example) else { return }
    let expected = service.post(declaration.path, declaration.example)
    #expect(expected.status == 200)
    let parts = FormPart.parts(of: example)
    for order in [parts, parts.reversed()] {
      let reply = service.post(declaration.path, order)
      #expect(reply.status == 200, "\(reply.detail)")
      #expect(reply.text == expected.text)
    }
  }

  /// What is wrong with an example is wrong with it as a form, in the same words and at the same places.
  @Test(arguments: Registry.all.map(\.declaration.id))
  func mistakes_InAForm_AreThoseOfJSON(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    guard case .object(let example) = try readJSON(declaration.example) else { return }
    for (key, wrong) in Self.mistakes(example) {
      let expected = service.post(declaration.path, JSONValue.object(wrong).text())
      let reply = service.post(declaration.path, FormPart.parts(of: wrong))
      #expect(reply.status == expected.status)
      // A number for a word is taken for the word.
      if wrong[key]?.number != nil, declaration.parameter(key)?.type.holdsWords == true {
        #expect(reply.pointers == expected.pointers)
      } else {
        #expect(reply.errors == expected.errors, "\(JSONValue.object(wrong).text())")
      }
    }
  }

  /// An example with each member left out, misnamed, of another type.
  private static func mistakes(_ example: JSONObject) -> [(key: String, wrong: JSONObject)] {
    var mistakes: [(key: String, wrong: JSONObject)] = []
    for key in example.keys {
      let values: [JSONValue] = [.null, ["a": 1], [[[[1], [2, 3]]]], "x", -1e9]
      for value in values {
        var wrong = example
        wrong[key] = value
        mistakes.append((key, wrong))
      }
      var misnamed = example
      misnamed[key] = Optional.none
      mistakes.append((key, misnamed))
      misnamed[key + "_"] = 1
      mistakes.append((key, misnamed))
    }
    return mistakes
  }

  @Test func parameters_AreReadAsText() {
    let json = #"{"logits": [2, -1, 0.5, -3], "targets": [1, 0, 0, 1], "gamma": 1.5, "gradients": true, "alpha": null}"#
    let expected = service.post(Self.focal, json)
    let parts = [
      logits, targets, FormPart("gamma", "1.5\n"), FormPart("gradients", "true"), FormPart("alpha", " null "),
      FormPart("reduction", "mean"), FormPart("precision", "\"float64\""),
    ]
    let reply = service.post(Self.focal, parts)
    #expect(reply.status == 200 && reply.text == expected.text, "\(reply.detail)")
  }

  @Test func types_ThatMayBeJSON_Are() {
    for type in [nil, "application/json", "text/plain; charset=utf-8", "application/octet-stream", "text/csv"] {
      var typed = logits
      typed.type = type
      let reply = service.post(Self.focal, [typed, targets])
      #expect(reply.status == 200 && reply.text == reference.text, "\(type ?? "-")")
    }
  }

  @Test func compression_OfTheWholeForm_IsUndone() throws {
    let body = try ContentCoding.gzip.compress(ByteBuffer(FormSample.body([logits, targets])))
    let reply = service.post(Self.focal, form: Array(body.bytes), headers: ["Content-Encoding": "gzip"])
    #expect(reply.status == 200 && reply.text == reference.text)
  }

  @Test func tensorFile_BringsInputsByName() throws {
    let tensor = SampleTensor("logits", "F64", [4], bytes: [2, -1, 0.5, -3].flatMap(TensorDatatype.float64.bytes))
    let file = FormPart("any", file: SafetensorsSample.file([tensor]))
    let reply = service.post(Self.focal, [targets, file])
    #expect(reply.status == 200 && reply.text == reference.text, "\(reply.detail)")
    let mapped = SampleTensor("out", "F64", [4], bytes: [2, -1, 0.5, -3].flatMap(TensorDatatype.float64.bytes))
    let other = FormPart("f", file: SafetensorsSample.file([mapped]))
    let answer = service.post(Self.focal, [FormPart("input_names", "out:logits"), other, targets])
    #expect(answer.status == 200 && answer.text == reference.text, "\(answer.detail)")
  }

  /// As of a tensor file alone: float32, unless a tensor is float64, or an input comes as JSON.
  @Test func precision_FollowsTheFiles() {
    func file(_ name: String, _ values: [Double], _ type: String) -> FormPart {
      let bytes = values.flatMap(type == "F64" ? TensorDatatype.float64.bytes : TensorDatatype.float32.bytes)
      let tensor = SampleTensor(name, type, [4], bytes: bytes)
      return FormPart("f", file: SafetensorsSample.file([tensor]))
    }
    func loss(_ parts: [FormPart]) -> String { service.post(Self.focal, parts).text }
    let single = loss([logits, targets, FormPart("precision", "float32")])
    let (x, t) = ([2, -1, 0.5, -3.0], [1, 0, 0, 1.0])
    #expect(single != reference.text)
    #expect(loss([file("logits", x, "F32"), file("targets", t, "F32")]) == single)
    #expect(loss([file("logits", x, "F64"), file("targets", t, "F32")]) == reference.text)
    #expect(loss([file("logits", x, "F32"), targets]) == reference.text)
    #expect(loss([file("logits", x, "F32"), targets, FormPart("precision", "float32")]) == single)
  }

  @Test func fieldInPartAndFile_IsADuplicate() {
    let tensor = SampleTensor("logits", "F64", [4], bytes: [2, -1, 0.5, -3].flatMap(TensorDatatype.float64.bytes))
    let file = FormPart("f", file: SafetensorsSample.file([tensor], metadata: #"{"gamma": "2"}"#))
    let input = service.post(Self.focal, [logits, targets, file])
    #expect(input.status == 422 && input.code == "duplicate_key" && input.pointer == "/logits", "\(input.text)")
    let parameter = service.post(Self.focal, [FormPart("gamma", "3"), targets, file])
    #expect(parameter.code == "duplicate_key" && parameter.pointer == "/gamma")
    #expect(service.post(Self.focal, [FormPart("gamma", "2"), targets, file]).status == 200)
  }

  @Test func query_BesideAForm_IsRefused() {
    let head = HTTPRequestHead(
      method: .post, path: Self.focal, query: [("gamma", "1")], headers: ["Content-Type": FormSample.type], id: "test")
    let body = ByteBuffer(FormSample.body([logits, targets]))
    let reply = Reply(service.respond(to: HTTPRequest(head: head, body: body)))
    #expect(reply.status == 422 && reply.code == "unknown_field" && reply.pointer == "/gamma")
  }

  @Test func tensorFile_AnswersAForm() throws {
    let reply = service.post(Self.focal, [logits, targets], headers: ["Accept": "application/x-safetensors"])
    #expect(reply.status == 200 && reply.headers["Content-Type"] == "application/x-safetensors")
  }

  @Test func numbers_AreReserved() {
    let budget = MemoryBudget(1 << 20)
    let numbers = "[" + Array(repeating: "0.5", count: 60_000).joined(separator: ",") + "]"
    let large = [FormPart("logits", numbers), FormPart("targets", numbers)]
    #expect(service.post(Self.focal, large, memory: budget.share()).code == "overloaded")
    #expect(service.post(Self.focal, large, memory: MemoryBudget(1 << 24).share()).status == 200)
    #expect(budget.held == 0)
  }
}
