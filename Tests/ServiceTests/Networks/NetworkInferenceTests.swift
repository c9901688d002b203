import Foundation
import HTTPMessages
import JSON
import Testing

@testable import Service

/// A network as a model of the Open Inference Protocol.
@Suite struct NetworkInferenceTests {
  private let service: Service
  private static let infer = "/v2/models/networks.shapes/infer"

  init() throws { service = try ShapesNetwork.service() }

  private func infer(_ json: String, _ bytes: Data = Data()) -> Reply {
    let headers: HTTPHeaders = bytes.isEmpty ? [:] : ["Inference-Header-Content-Length": String(json.utf8.count)]
    return service.send(Self.infer, Data(json.utf8) + bytes, headers: headers)
  }

  private func output(_ reply: Reply, _ name: String) -> [Double] {
    let output = reply.json?["outputs"]?.list?.first { $0["name"]?.text == name }
    return output?["data"]?.numberList ?? []
  }

  @Test func files_AreBytesBehindTheirLengths() throws {
    let files = try [0, 1].map { try ShapesNetwork.picture($0) }
    let bytes = files.reduce(Data()) { all, file in
      all + withUnsafeBytes(of: UInt32(file.count).littleEndian) { Data($0) } + file
    }
    let json =
      #"{"inputs": [{"name": "image", "datatype": "BYTES", "shape": [2], "parameters": {"binary_data_size": "#
      + #"\#(bytes.count)}}], "parameters": {"score_threshold": 0.5}}"#
    let reply = infer(json, bytes)
    #expect(output(reply, "image_indices") == [0, 0, 0, 1, 1, 1], "\(reply.text)")
    let expected = try (0..<2).flatMap { try ShapesNetwork.expected($0)["labels"]?.numberList?.prefix(3) ?? [] }
    #expect(output(reply, "labels") == expected)
    let cut = infer(json.replacingOccurrences(of: "[2]", with: "[1]"), bytes)
    #expect(cut.status == 400, "\(cut.text)")
  }

  @Test func files_InJSON_AreBase64() throws {
    let text = try ShapesNetwork.picture(5).base64EncodedString()
    let reply = infer(#"{"inputs": [{"name": "image", "datatype": "BYTES", "shape": [1], "data": ["\#(text)"]}]}"#)
    #expect(output(reply, "labels") == (try ShapesNetwork.expected(5)["labels"]?.numberList))
  }

  @Test func pixels_AreUINT8() throws {
    let pixels = Data(repeating: 200, count: 32 * 40 * 3)
    let reply = infer(
      #"{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [32, 40, 3], "parameters": {"binary_data_size": 3840}}],"#
        + #" "outputs": [{"name": "scores"}]}"#, pixels)
    #expect(reply.status == 200, "\(reply.text)")
    #expect(reply.json?["outputs"]?.list?.map { $0["name"]?.text } == ["scores"])
  }

  @Test func wrongInputs_AreRefused() {
    for json in [
      #"{"inputs": [{"name": "picture", "datatype": "UINT8", "shape": [1, 1, 3], "data": [1, 2, 3]}]}"#,
      #"{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1, 1, 3], "data": [1, 2, 3]}]}"#,
      #"{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [9, 9, 3], "data": [1, 2, 3]}]}"#,
      #"{"inputs": [{"name": "image", "datatype": "BYTES", "shape": [1], "parameters": {"binary_data_size": 9}}]}"#,
      #"{"inputs": []}"#, "{}", "[]", "{",
    ] {
      let reply = infer(json)
      #expect(reply.status == 400 && reply.json?["error"]?.text?.isEmpty == false, "\(json): \(reply.text)")
    }
  }

  @Test func models_AreListedAndDescribed() throws {
    #expect(service.get("/v2/models").json?["models"]?.texts.contains("networks.shapes") == true)
    let metadata = service.get("/v2/models/networks.shapes").json
    #expect(metadata?["inputs"]?.list?.first?["datatype"] == "UINT8")
    #expect(service.get("/v2/models/networks.shapes/ready").json?["ready"] == true)
    #expect(service.get("/v2/models/networks.shapes/versions/2").status == 404)
    #expect(service.get("/v2/models/networks.other").status == 404)
  }
}
