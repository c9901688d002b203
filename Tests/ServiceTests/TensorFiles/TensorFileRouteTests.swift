import DetectionCore
import Files
import HTTPMessages
import RealModule
import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct TensorFileRouteTests {
  private let accept: HTTPHeaders = ["Accept": "application/x-safetensors"]
  private let focal = "/v1/losses/focal"

  @Test func tensors_AreInputs() throws {
    let response = send(SafetensorsSample.focal(), to: focal, query: [("gradients", "true"), ("reduction", "none")])
    let body = ByteBuffer(
      #"{"logits": [2, -1], "targets": [1, 0], "gradients": true, "reduction": "none", "precision": "float32"}"#)
    #expect(response.status == .ok)
    #expect(response.body.text == send(body, to: focal, headers: ["Content-Type": "application/json"]).body.text)
  }

  @Test func precision_FollowsTheTensorsUnlessItIsGiven() {
    let double = SafetensorsSample.file([
      SampleTensor("logits", "F64", [1], [0.1]), SampleTensor("targets", "F32", [1], [Float(1)]),
    ])
    let loss = { (query: [(name: String, value: String)]) in send(double, to: self.focal, query: query).body.text }
    #expect(loss([]) == loss([("precision", "float64")]))
    #expect(loss([]) != loss([("precision", "float32")]))
    let single = SafetensorsSample.focal()
    #expect(send(single, to: focal).body.text == send(single, to: focal, query: [("precision", "float32")]).body.text)
  }

  @Test func query_AndFileMustAgree() {
    let plain = send(SafetensorsSample.focal(), to: focal, query: [("gamma", "3")]).body.text
    for metadata in [#"{"gamma":"3"}"#, #"{"parameters":"{\"gamma\":3}"}"#, #"{"gamma":"3","format":"pt"}"#] {
      #expect(send(SafetensorsSample.focal(metadata: metadata), to: focal).body.text == plain, "\(metadata)")
    }
    let file = SafetensorsSample.focal(metadata: #"{"gamma":"3.0"}"#)
    #expect(send(file, to: focal, query: [("gamma", "3")]).body.text == plain)
    for gamma in ["1", "3.5"] {
      #expect(send(file, to: focal, query: [("gamma", gamma)]).places == ["duplicate_key /gamma"])
    }
    #expect(send(file, to: focal, query: [("gamma", "null")]).body.text == plain)
    let small = SafetensorsSample.file([
      SampleTensor("logits", "F32", [2], [Float(2), -1]), SampleTensor("targets", "U8", [2], [UInt8(1), 0]),
      SampleTensor("gamma", "I64", [], [3]), SampleTensor("gradients", "BOOL", [1], [UInt8(0)]),
    ])
    #expect(send(small, to: focal).body.text == plain)
    #expect(send(small, to: focal, query: [("gamma", "3")]).body.text == plain)
    #expect(send(small, to: focal, query: [("gradients", "true")]).places == ["duplicate_key /gradients"])
  }

  /// A list says the same, whether it is text in the query, JSON in the metadata or a tensor.
  @Test(arguments: [("0.25,0.75", true), ("[0.25, 0.75]", true), ("0.75,0.25", false), ("0.25", false)])
  func query_AndFileMustAgreeOnLists(text: String, agree: Bool) {
    let tensors = [
      SampleTensor("logits", "F64", [1, 2], [2.0, -1]), SampleTensor("targets", "I64", [1], [1]),
    ]
    let settings = [("activation", "softmax"), ("alpha", text)]
    let files = [
      SafetensorsSample.file(tensors, metadata: #"{"alpha":"[0.25,0.75]"}"#),
      SafetensorsSample.file(tensors + [SampleTensor("alpha", "F64", [2], [0.25, 0.75])]),
    ]
    for file in files {
      let response = send(file, to: focal, query: settings)
      #expect(response.places == (agree ? [] : ["duplicate_key /alpha"]), "\(response.body.text)")
    }
  }

  @Test func wrongParameters_AreNamedWithTheirPlace() {
    let file = SafetensorsSample.focal(metadata: #"{"gama":"2","alpha":"x","logits":"1"}"#)
    let response = send(
      file, to: focal,
      query: [("gamma", "-1"), ("gamma", "2"), ("reduktion", "sum"), ("reduction", "avg"), ("targets", "1")])
    #expect(
      response.places == [
        "unknown_field /gama", "wrong_type /alpha", "wrong_type /logits", "out_of_range /gamma", "duplicate_key /gamma",
        "unknown_field /reduktion", "invalid_choice /reduction", "wrong_type /targets",
      ])
    let details = (response.value?["errors"]?.list ?? []).map { $0["detail"]?.text() ?? "" }
    #expect(details.prefix(3).allSatisfy { $0.hasSuffix("(in the file's __metadata__)\"") })
    #expect(details.dropFirst(3).allSatisfy { $0.hasSuffix("(in the query)\"") })
    #expect(details[0].contains("did you mean gamma?"))
    #expect(response.headers["Content-Type"] == "application/problem+json")
  }

  @Test func wrongTensors_AreNamed() {
    let file = SafetensorsSample.file([
      SampleTensor("logit", "F32", [1], [Float(2)]), SampleTensor("targets", "F32", [2], [Float(1), .nan]),
    ])
    #expect(
      send(file, to: focal).places == [
        "unknown_field /logit", "number_out_of_range /targets/1", "missing_field /logits",
      ])
    let large = SafetensorsSample.file([SampleTensor("logits", "U64", [1], [UInt64.max])])
    #expect(send(large, to: focal).places.first == "number_out_of_range /logits")
    let twice = SafetensorsSample.file([SampleTensor("gamma", "F32", [], [Float(2)])], metadata: #"{"gamma":"2"}"#)
    #expect(send(twice, to: focal).places.contains("duplicate_key /gamma"))
    let text = SafetensorsSample.focal(metadata: #"{"parameters":"[1]"}"#)
    #expect(send(text, to: focal).places == ["wrong_type /__metadata__/parameters"])
  }

  @Test func answer_IsAFileWhereAcceptSaysSo() throws {
    let response = send(SafetensorsSample.focal(), to: focal, query: [("gradients", "true")], headers: accept)
    #expect(response.headers["Content-Type"] == "application/x-safetensors")
    let file = try SafetensorsFile(response.body)
    #expect(file.entries.map(\.name) == ["loss", "gradients.logits"])
    #expect(file.entries.map(\.shape.extents) == [[], [2]])
    #expect(file.entries.map(\.datatype) == [.float32, .float32])
    #expect(file.metadata.map(\.key) == ["operation"] && file.metadata.first?.text == "losses.focal")
    #expect(response.body.bytes.loadUnaligned(as: UInt64.self).isMultiple(of: 8))
    let problem = send(ByteBuffer("{}"), to: focal, headers: accept)
    #expect(problem.headers["Content-Type"] == "application/problem+json")
  }

  @Test func json_IsAnsweredAsAFile() throws {
    let body = ByteBuffer(#"{"logits": [2, -1], "targets": [1, 0], "reduction": "none"}"#)
    let headers: HTTPHeaders = ["Content-Type": "application/json", "Accept": "application/vnd.safetensors"]
    let file = try SafetensorsFile(send(body, to: focal, headers: headers).body)
    #expect(file.entries.map(\.datatype) == [.float64])
    #expect(file.entries.map(\.shape.extents) == [[2]])
  }

  @Test func octetStream_IsStillJSON() {
    let response = send(SafetensorsSample.focal(), to: focal, headers: ["Content-Type": "application/octet-stream"])
    #expect(response.places.first?.hasPrefix("invalid_json") == true)
  }
}
