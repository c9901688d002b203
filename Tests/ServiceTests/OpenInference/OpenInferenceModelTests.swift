import HTTPMessages
import JSON
import TestSupport
import Testing

@testable import Operations
@testable import Service

@Suite struct OpenInferenceModelTests {
  private let service = Service()

  private func inputs(_ model: String) -> [String: [Double]] {
    let list = service.get("/v2/models/\(model)").json?["inputs"]?.list ?? []
    return Dictionary(uniqueKeysWithValues: list.map { ($0["name"]?.text ?? "", $0["shape"]?.numberList ?? []) })
  }

  /// Of a batch where there may be one; −1 where shapes differ.
  @Test(arguments: [
    ("detections.yolov8", "predictions", [-1, -1, -1]), ("detections.yolov10", "predictions", [-1, -1, -1]),
    ("detections.yolov1", "predictions", [-1, -1, -1, -1]), ("detections.retinanet", "box_deltas", [-1, -1, 4]),
    ("detections.retinanet", "anchors", [-1, 4]), ("detections.efficient-nms", "boxes", [-1, -1, 4]),
    ("detections.efficient-nms", "anchors", [-1, -1, 4]), ("boxes.nms", "boxes", [-1, -1]),
    ("boxes.nms", "scores", [-1]), ("losses.focal", "logits", [-1]),
  ]) func metadata_StatesTheBatchsShape(model: String, input: String, shape: [Double]) {
    #expect(inputs(model)[input] == shape)
  }

  /// What an export of YOLOv8 answers, (1, 84, 8400), is of the rank that the metadata states, and is taken.
  @Test func metadata_IsOfTheRankThatIsTaken() {
    let rank = inputs("detections.yolov8")["predictions"]?.count
    let shape = [1, 6, 3]
    #expect(rank == shape.count)
    let body = #"{"inputs": [\#(tensor("predictions", shape, Array(repeating: 0.5, count: 18)))]}"#
    #expect(service.infer("detections.yolov8", body).status == 200)
  }

  /// The detectors of later models by their names: the examples of either name are answered alike by both, once both read the same
  /// head.
  @Test(arguments: Registry.namesakes.map { ($0.operation.declaration.id, $0.of) })
  func namesakes_AreTheirOperations(name: String, id: String) throws {
    let namesake = try #require(Registry.named(name)).declaration
    let operation = try #require(Registry.named(id)).declaration
    #expect(service.get("/v1/operations/\(name)").status == 200)
    #expect(service.get("/v2/models/\(name)").json?["name"]?.text == name)
    for example in [namesake.example, operation.example] {
      guard case .object(var body) = try readJSON(example) else { continue }
      let owner = example == operation.example ? operation : namesake
      if let head = owner.parameter("head") { body["head"] = head.defaultValue }
      let replies = [namesake, operation].map { service.post($0.path, JSONValue.object(body).text()) }
      #expect(replies[0].status == 200, "\(replies[0].text)")
      #expect(replies[0].text == replies[1].text)
    }
    #expect(service.post(namesake.path, namesake.example).status == 200)
  }

  @Test(arguments: [
    ("detections.yolov11", "detections.yolov8"),
    ("detections.yolov9", "detections.yolov8"), ("detections.YOLOv12", "detections.yolov8"),
    ("yolo11", "detections.yolov8"), ("losses.yolov11", "losses.yolov8"), ("detections.yolov7", "detections.yolov5"),
    ("detections.rt-detr", "detections.rtdetr"), ("d-fine", "detections.dfine"),
    ("yolo11-pose", "detections.yolov8-pose"), ("yolo26-seg", "detections.yolov8-seg"),
    ("detections.yolov11-obb", "detections.yolov8-obb"), ("yolo26", "detections.yolov10"),
    ("yolov8", "detections.yolov8"),
  ]) func knownModel_NamesWhatReadsIt(name: String, nearest: String) {
    let replies = [
      service.get("/v1/operations/\(name)").detail, service.get("/v2/models/\(name)").json?["error"]?.text ?? "",
      service.post("/v1/\(name.replacing(".", with: "/"))", "{}").detail,
    ]
    for reply in name.contains(".") ? replies : Array(replies.prefix(2)) {
      #expect(reply.contains("did you mean \(nearest)?"), "\(reply)")
    }
  }
}
