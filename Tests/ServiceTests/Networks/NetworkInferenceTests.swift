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
      #"{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [4, 1], "data": [1, 2, 3, 4]}]}"#,
      #"{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [1, 1, 3], "data": [1, 2, 256]}]}"#,
      #"{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [1, 1, 3], "data": [1, 2, 3], "size": 3}]}"#,
      #"{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [1, 1, 3]}]}"#,
      #"{"inputs": [{"name": "image", "datatype": "BYTES", "shape": [1]}], "version": 1}"#,
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

  /// What a client can find out of an operation it can of a network.
  @Test func network_IsAModelLikeAnother() throws {
    let configuration = service.get("/v2/models/networks.shapes/config").json
    #expect(configuration?["name"] == "networks.shapes" && configuration?["max_batch_size"] == 0)
    #expect(configuration?["input"]?.list?.first?["data_type"] == "TYPE_UINT8")
    #expect(
      configuration?["output"]?.list?.compactMap { $0["name"]?.text } == ["boxes", "scores", "labels", "image_indices"])
    #expect(configuration?["parameters"]?["min_size"]?["string_value"] == "192")
    for path in ["config", "stats", "ready", ""] {
      for version in ["", "/versions/1"] {
        let path = "/v2/models/networks.shapes\(version)" + (path.isEmpty ? "" : "/\(path)")
        #expect(service.get(path).status == 200, "\(path)")
      }
      #expect(service.get("/v2/models/networks.other" + (path.isEmpty ? "" : "/\(path)")).status == 404)
    }
    let listed = Set(service.get("/v2/models/stats").json?["model_stats"]?.list?.compactMap { $0["name"]?.text } ?? [])
    #expect(listed == Set(service.get("/v2/models").json?["models"]?.texts ?? []))
  }

  @Test func statistics_CountAnswersAndFailures() {
    let pixels = Data(repeating: 9, count: 32 * 32 * 3)
    let json =
      #"{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [32, 32, 3], "parameters": {"binary_data_size": 3072}}]}"#
    #expect(infer(json, pixels).status == 200)
    #expect(infer(json.replacingOccurrences(of: "[32,", with: "[31,"), pixels).status == 400)
    let model = service.get("/v2/models/networks.shapes/stats").json?["model_stats"]?.list?.first
    let counts = model?["inference_stats"]
    #expect(model?["inference_count"] == 1)
    #expect(counts?["success"]?["count"] == 1 && counts?["fail"]?["count"] == 1)
    #expect((counts?["compute_infer"]?["ns"]?.number ?? 0) > 0)
    #expect(service.get("/metrics").text.contains(#"nv_inference_count{model="networks.shapes",version="1"} 1"#))
  }

  @Test func answers_NameTheirModel() throws {
    let file = try ShapesNetwork.picture(5)
    let heads = [
      ("/v1/networks/shapes/detect", "networks.shapes"), ("/v1/networks/other/detect", nil),
      ("/v2/models/networks.shapes/infer", "networks.shapes"), ("/v2/models/networks.other/infer", nil),
      ("/v2/models/losses.l1/infer", "losses.l1"), ("/v1/losses/l1", "losses.l1"),
    ]
    for (path, model) in heads {
      let head = HTTPRequestHead(method: .post, path: path, headers: ["Content-Type": "image/jpeg"], id: "test")
      #expect(service.respond(to: HTTPRequest(head: head, body: ByteBuffer(file))).model == model, "\(path)")
    }
  }

  @Test func outputs_AreDoubleWherePrecisionSaysSo() throws {
    let text = try ShapesNetwork.picture(5).base64EncodedString()
    let body =
      #"{"inputs": [{"name": "image", "datatype": "BYTES", "shape": [1], "data": ["\#(text)"]}], "parameters": "#
      + #"{"precision": "float64", "score_threshold": "0.5"}}"#
    let reply = infer(body)
    let types = reply.json?["outputs"]?.list?.compactMap { $0["datatype"]?.text }
    #expect(types == ["FP64", "FP64", "INT64", "INT64"], "\(reply.text)")
  }
}
