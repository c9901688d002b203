import DetectionCore
import Files
import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

/// Detections as objects of images, as COCO's results, or as columns, with the classes' names, on every face.
@Suite struct AnswerFormatTests {
  private static let detectors = Registry.all.map(\.declaration).filter { $0.family == "detections" }
  private let service = Service()

  private func example(_ declaration: Declaration, _ fields: [(String, JSONValue)]) throws -> String {
    guard case .object(var object) = try JSONReader.read(ByteBuffer(declaration.example)) else { return "" }
    for (name, value) in fields { object[name] = value }
    return JSONValue.object(object).text()
  }

  private static let names: JSONValue = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"]

  @Test(arguments: detectors.map(\.id)) func names_AreThoseOfTheLabels(id: String) throws {
    let declaration = try #require(Registry.named(id)).declaration
    let plain = service.post(declaration.path, try example(declaration, []))
    let named = service.post(declaration.path, try example(declaration, [("class_names", Self.names)]))
    let (without, with) = (plain.json?["images"]?.list?.first, named.json?["images"]?.list?.first)
    let labels = try #require(with?["labels"]?.numberList, "\(named.detail)")
    #expect(labels == without?["labels"]?.numberList && !labels.isEmpty)
    #expect(without?["label_names"] == nil)
    let known = Self.names.list?.compactMap(\.text) ?? []
    #expect(with?["label_names"]?.list?.compactMap(\.text) == labels.map { known[Int($0)] })
  }

  @Test(arguments: detectors.map(\.id)) func results_AreTheImagesRows(id: String) throws {
    let declaration = try #require(Registry.named(id)).declaration
    let images = service.post(declaration.path, try example(declaration, [])).json?["images"]?.list ?? []
    let fields: [(String, JSONValue)] = [
      ("answer_format", "coco"), ("image_ids", .array(images.indices.map { .number(Double(100 + $0)) })),
      ("category_ids", .array((0..<9).map { .number(Double(10 * $0 + 7)) })),
    ]
    let reply = service.post(declaration.path, try example(declaration, fields))
    let rows = try #require(reply.json?["results"]?.list, "\(reply.detail)")
    #expect(reply.json?["images"] == nil)
    var place = 0
    for (number, image) in images.enumerated() {
      let (boxes, scores) = (image["boxes"]?.rows ?? [], image["scores"]?.numberList ?? [])
      for (index, label) in (image["labels"]?.numberList ?? []).enumerated() {
        let (row, box) = (rows[place], boxes[index])
        #expect(row["image_id"]?.number == Double(100 + number) && row["category_id"]?.number == 10 * label + 7)
        #expect(row["score"]?.number == scores[index])
        #expect(row["bbox"]?.numberList == [box[0], box[1], box[2] - box[0], box[3] - box[1]])
        place += 1
      }
    }
    #expect(place == rows.count && place > 0)
  }

  /// JSON's columns are the tensors that the other faces answer, whatever the format.
  @Test(arguments: detectors.map(\.id)) func columns_AreTheTensorsOfTheOtherFaces(id: String) throws {
    let declaration = try #require(Registry.named(id)).declaration
    let fields: [(String, JSONValue)] = [("answer_format", "columns"), ("class_names", Self.names)]
    let columns = try #require(service.post(declaration.path, try example(declaration, fields)).json)
    let head = HTTPRequestHead(
      method: .post, path: declaration.path, headers: ["Accept": "application/x-safetensors"], id: "test")
    for format in ["images", "columns"] {
      let body = try example(declaration, [("answer_format", .string(format)), ("class_names", Self.names)])
      let file = try SafetensorsFile(service.respond(to: HTTPRequest(head: head, body: ByteBuffer(body))).body)
      let names = file.entries.map(\.name)
      for name in ["boxes", "scores", "labels", "anchor_indices", "levels", "image_indices"] {
        let entry = try #require(file.entries.first { $0.name == name }, "\(names)")
        let tensor: Tensor<Double> = try file.tensor(entry).converted(to: Double.self)
        #expect(tensor.elements == columns[name]?.flat, "\(name) of \(format)")
      }
      let texts = file.metadata.first { $0.key == "label_names" }?.text
      let listed = try #require(texts.flatMap { try? JSONReader.read(ByteBuffer($0)) })
      #expect(listed.list?.compactMap(\.text) == columns["label_names"]?.list?.compactMap(\.text))
      #expect(names.contains("counts.returned"))
    }
  }

  @Test func names_AreBytesOverTheInferenceProtocol() throws {
    let body = #"""
      {"inputs": [{"name": "predictions", "shape": [2, 6], "datatype": "FP64",
       "data": [10, 20, 110, 220, 0.9, 1, 300, 200, 400, 280, 0.6, 0]}],
       "parameters": {"class_names": "[\"cat\", \"dög\"]"}}
      """#
    let reply = service.post("/v2/models/detections.yolov10/infer", body)
    let output = reply.json?["outputs"]?.list?.first { $0["name"]?.text == "label_names" }
    #expect(output?["datatype"]?.text == "BYTES" && output?["shape"]?.numberList == [2], "\(reply.text)")
    #expect(output?["data"]?.list?.compactMap(\.text) == ["dög", "cat"])
    let binary = service.post(
      "/v2/models/detections.yolov10/infer",
      body.dropLast(1) + #", "outputs": [{"name": "label_names", "parameters": {"binary_data": true}}]}"#)
    // 3 + 4 bytes, each behind its length.
    #expect(binary.text.contains(#""binary_data_size":15"#) && binary.text.hasSuffix("cat"))
    let metadata = service.get("/v2/models/detections.yolov10").json?["outputs"]?.list ?? []
    #expect(metadata.first { $0["name"]?.text == "label_names" }?["datatype"]?.text == "BYTES")
    #expect(Set(metadata.compactMap { $0["name"]?.text }).count == metadata.count)
  }

  @Test func resultsOverTheInferenceProtocol_AreVectors() throws {
    let body = #"""
      {"inputs": [{"name": "predictions", "shape": [1, 6], "datatype": "FP64", "data": [10, 20, 110, 220, 0.9, 1]}],
       "parameters": {"answer_format": "coco", "image_ids": "[42]"}}
      """#
    let outputs = service.post("/v2/models/detections.yolov10/infer", body).json?["outputs"]?.list ?? []
    func data(_ name: String) -> [Double]? { outputs.first { $0["name"]?.text == name }?["data"]?.numberList }
    #expect(data("results.image_id") == [42] && data("results.category_id") == [1])
    #expect(data("results.bbox") == [10, 20, 100, 200] && data("results.score") == [0.9])
    #expect(outputs.first { $0["name"]?.text == "results.bbox" }?["shape"]?.numberList == [1, 4])
  }

  @Test func textIDs_StandInResults() {
    let reply = service.post(
      "/v1/detections/yolov10",
      #"{"predictions": [[0, 0, 1, 1, 0.9, 0]], "answer_format": "coco", "image_ids": ["a.jpg"], "category_ids": ["x"]}"#
    )
    let row = reply.json?["results"]?.list?.first
    #expect(row?["image_id"]?.text == "a.jpg" && row?["category_id"]?.text == "x")
  }

  @Test func whatHasNoMeaning_IsRefused() {
    func refused(_ fields: String, at pointer: String) {
      let reply = service.post("/v1/detections/yolov10", #"{"predictions": [[0, 0, 1, 1, 0.9, 3]], \#(fields)}"#)
      #expect(reply.status == 422 && reply.pointer == pointer, "\(reply.text)")
    }
    refused(#""image_ids": [1]"#, at: "/image_ids")
    refused(#""category_ids": [1], "answer_format": "columns""#, at: "/category_ids")
    refused(#""answer_format": "coco", "image_ids": [1, 2]"#, at: "/image_ids")
    refused(#""answer_format": "coco", "category_ids": [1, 2]"#, at: "/category_ids")
    refused(#""answer_format": "coco", "explain": true"#, at: "/explain")
    refused(#""answer_format": "voc""#, at: "/answer_format")
    let long = String(repeating: "x", count: 257)
    refused(#""class_names": ["\#(long)"]"#, at: "/class_names/0")
    // They would stand in every row.
    refused(#""answer_format": "coco", "image_ids": ["\#(long)"]"#, at: "/image_ids/0")
    refused(#""answer_format": "coco", "category_ids": ["a", "\#(long)"]"#, at: "/category_ids/1")
  }

  @Test func noImages_AreNoRows() throws {
    for (format, name) in [("coco", "results"), ("columns", "boxes")] {
      let body = #"""
        {"predictions": {"shape": [0, 5, 6], "data": []}, "answer_format": "\#(format)", "class_names": ["a"]}
        """#
      let reply = service.post("/v1/detections/yolov10", body)
      #expect(reply.status == 200 && reply.json?[name]?.list?.isEmpty ?? reply.json?[name]?.numberList?.isEmpty == true)
    }
  }
}

extension JSONValue {
  fileprivate var rows: [[Double]] { list?.compactMap(\.numberList) ?? [] }

  fileprivate var flat: [Double] {
    switch self {
    case .number(let number): [number]
    case .numbers(let tensor): tensor.elements
    case .array(let items): items.flatMap(\.flat)
    default: []
    }
  }
}
