import CSimdJSON
import HTTPMessages
import JSON

/// The readers of COCO files against themselves in small blocks, and against the slow reader of JSON.
enum RecordsFuzzing {
  static func run(_ bytes: UnsafeRawBufferPointer) {
    let body = ByteBuffer(bytes)
    let text = body.baseAddress.assumingMemoryBound(to: CChar.self)
    detections(text, body)
    groundTruth(text, body)
    var ids = focald_ids()
    check(focald_read_ids(text, body.count, &ids), body)
    focald_free_ids(&ids)
  }

  private static let whole = focald_json_reading(array_size: 0, block_size: .max, perform: nil)
  private static let blocks = focald_json_reading(array_size: 0, block_size: 64, perform: nil)

  private static func detections(_ text: UnsafePointer<CChar>, _ body: ByteBuffer) {
    var (one, other) = (focald_detections(), focald_detections())
    let fault = focald_read_detections(text, body.count, 1, whole, &one)
    let same = focald_read_detections(text, body.count, 1, blocks, &other)
    defer {
      focald_free_detections(&one)
      focald_free_detections(&other)
    }
    expectSame(fault, same)
    check(fault, body)
    precondition(one.count == other.count, "blocks change the rows")
    precondition(isSame(one.scores, other.scores, one.count) && isSame(one.boxes, other.boxes, 4 * one.count))
  }

  private static func groundTruth(_ text: UnsafePointer<CChar>, _ body: ByteBuffer) {
    let attribute = "w"
    attribute.withCString { name in
      var wants = focald_records_wants()
      (wants.sizes, wants.federated, wants.depth) = (true, true, 1)
      (wants.attribute, wants.attribute_count) = (name, 1)
      var (one, other) = (focald_ground_truth(), focald_ground_truth())
      let fault = focald_read_ground_truth(text, body.count, wants, whole, &one)
      let same = focald_read_ground_truth(text, body.count, wants, blocks, &other)
      defer {
        focald_free_ground_truth(&one)
        focald_free_ground_truth(&other)
      }
      expectSame(fault, same)
      check(fault, body)
      precondition(one.object_count == other.object_count && one.image_count == other.image_count)
      precondition(one.category_count == other.category_count && isSame(one.boxes, other.boxes, 4 * one.object_count))
    }
  }

  private static func expectSame(_ one: focald_records_fault, _ other: focald_records_fault) {
    precondition(one.status == other.status, "blocks change what is refused")
    precondition(one.status == focald_records_ok || one.row == other.row && one.table == other.table, "and where")
  }

  /// What is read is JSON, and what is said to be none is none.
  private static func check(_ fault: focald_records_fault, _ body: ByteBuffer) {
    switch fault.status {
    case focald_records_ok: precondition(JSONDiagnosis.firstError(in: body) == nil, "what was read is not JSON")
    case focald_records_syntax: precondition(JSONDiagnosis.firstError(in: body) != nil, "what was refused is JSON")
    default: break
    }
  }

  private static func isSame(_ one: UnsafeMutablePointer<Double>?, _ other: UnsafeMutablePointer<Double>?, _ count: Int)
    -> Bool
  {
    guard count > 0, let one, let other else { return true }
    return (0..<count).allSatisfy { one[$0].bitPattern == other[$0].bitPattern }
  }
}
