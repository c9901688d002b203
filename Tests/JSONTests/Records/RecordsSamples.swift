import CSimdJSON
import DetectionCore
import Evaluation
import HTTPMessages

@testable import JSON

/// COCO files in small, and how tests read them.
enum RecordsSamples {
  static let detection = #"{"image_id":1,"category_id":2,"bbox":[1,2,3,4],"score":0.5}"#

  static func groundTruth(images: String = "", categories: String = "", annotations: String = "") -> String {
    #"{"images":[\#(images)],"categories":[\#(categories)],"annotations":[\#(annotations)]}"#
  }

  /// In blocks of so many bytes, on all processors.
  static func blocks(of size: Int) -> focald_json_reading {
    focald_json_reading(array_size: 0, block_size: size, perform: JSONReader.reading.perform)
  }

  /// In one piece.
  static let whole = focald_json_reading(array_size: 0, block_size: .max, perform: nil)

  static func detections(
    _ text: String, _ reading: focald_json_reading = whole
  ) throws(RecordsFault) -> DetectionRecords {
    let buffer = ByteBuffer(text)
    defer { withExtendedLifetime(buffer) {} }
    return try RecordsReader.detections(buffer.bytes, reading: reading)
  }

  static func groundTruth(
    _ text: String, _ wants: RecordsReader.Wants = .init(), _ reading: focald_json_reading = whole
  ) throws(RecordsFault) -> GroundTruthRecords {
    let buffer = ByteBuffer(text)
    defer { withExtendedLifetime(buffer) {} }
    return try RecordsReader.groundTruth(buffer.bytes, wants, reading: reading)
  }

  static func ids(_ text: String) throws(RecordsFault) -> IDColumn {
    let buffer = ByteBuffer(text)
    defer { withExtendedLifetime(buffer) {} }
    return try RecordsReader.ids(buffer.bytes)
  }
}

extension IDColumn {
  var all: [RecordID?] { (0..<count).map { id($0) } }
}
