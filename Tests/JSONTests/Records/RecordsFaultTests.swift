import Evaluation
import Testing

@testable import JSON

/// What is wrong with records is found, with the place.
@Suite struct RecordsFaultTests {
  private static let row = RecordsSamples.detection

  private func fault(_ text: String) -> RecordsFault? {
    do throws(RecordsFault) {
      _ = try RecordsSamples.detections(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,2,3]"#, RecordsFault.Kind.boxLength(3), "/1/bbox"),
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,2,3,4,5]"#, .boxLength(5), "/1/bbox"),
    (#""bbox":[1,2,3,4]"#, #""bbox":[]"#, .boxLength(0), "/1/bbox"),
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,"2",3,4]"#, .wrongType(found: "a string"), "/1/bbox/1"),
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,2,3,4,null]"#, .wrongType(found: "null"), "/1/bbox/4"),
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,2,1e999,4]"#, .numberOutOfRange, "/1/bbox/2"),
    (#""bbox":[1,2,3,4]"#, #""bbox":{"x":1}"#, .wrongType(found: "an object"), "/1/bbox"),
    (#""bbox":[1,2,3,4]"#, #""bbox":null"#, .missing, "/1/bbox"),
    (#""bbox":[1,2,3,4]"#, #""box":[1,2,3,4]"#, .missing, "/1/bbox"),
    (#""score":0.5"#, #""score":"0.5""#, .wrongType(found: "a string"), "/1/score"),
    (#""score":0.5"#, #""score":-1e400"#, .numberOutOfRange, "/1/score"),
    (#""score":0.5"#, #""score":0.5,"score":0.5"#, .duplicateKey, "/1/score"),
    (#""score":0.5"#, #""score":0.5,"sc\u006fre":0.5"#, .duplicateKey, "/1/score"),
    (#""score":0.5"#, #""score":NaN"#, .syntax, "/1/score"),
    (#""score":0.5"#, #""score":01"#, .syntax, "/1/score"),
    (#""score":0.5"#, #""score":1."#, .syntax, "/1/score"),
    (#""image_id":1"#, #""image_id":1.5"#, .notWhole, "/1/image_id"),
    (#""image_id":1"#, #""image_id":1e3"#, .notWhole, "/1/image_id"),
    (#""image_id":1"#, #""image_id":9223372036854775808"#, .idOutOfRange, "/1/image_id"),
    (#""image_id":1"#, #""image_id":-9223372036854775809"#, .idOutOfRange, "/1/image_id"),
    (#""image_id":1"#, #""image_id":true"#, .wrongType(found: "a boolean"), "/1/image_id"),
    (#""image_id":1"#, #""image_id":[1]"#, .wrongType(found: "a list"), "/1/image_id"),
    (#""image_id":1"#, #""image_id":"\ud800""#, .syntax, "/1/image_id"),
    (#""image_id":1"#, "\"image_id\":\"a\nb\"", .syntax, "/1/image_id"),
    (#""image_id":1,"#, #""x":{"a":[1,]},"image_id":1,"#, .syntax, "/1"),
    (#""image_id":1,"#, #""x":{"a" 1},"image_id":1,"#, .syntax, "/1"),
    (#""image_id":1,"#, "\"x\":\(String(repeating: "[", count: 70)),\"image_id\":1,", .tooDeep, "/1"),
  ])
  func fault_InARow_IsFoundThere(member: String, wrong: String, kind: RecordsFault.Kind, pointer: String) {
    let text = "[\(Self.row),\(Self.row.replacing(member, with: wrong)),\(Self.row)]"
    let fault = fault(text)
    #expect(fault?.kind == kind && fault?.pointer == pointer, "\(wrong): \(String(describing: fault))")
  }

  @Test(arguments: [
    ("{}", RecordsFault.Kind.wrongType(found: "an object"), ""), ("7", .wrongType(found: "a number"), ""),
    ("[1]", .wrongType(found: "a number"), "/0"), ("[[]]", .wrongType(found: "a list"), "/0"),
    ("", .syntax, ""), ("[", .syntax, "/0"), ("[]]", .syntax, ""), ("[] x", .syntax, ""), ("[{]", .syntax, "/0"),
    ("[{}]", .missing, "/0/image_id"),
  ]) func fault_OfTheWhole_IsFound(text: String, kind: RecordsFault.Kind, pointer: String) {
    let fault = fault(text)
    #expect(fault?.kind == kind && fault?.pointer == pointer, "\(text): \(String(describing: fault))")
  }

  @Test(arguments: [
    (RecordsSamples.groundTruth(images: #"{"id":1},{"width":2}"#), RecordsFault.Kind.missing, "/images/1/id"),
    (RecordsSamples.groundTruth(categories: #"{"id":{}}"#), .wrongType(found: "an object"), "/categories/0/id"),
    (
      RecordsSamples.groundTruth(annotations: #"{"image_id":1,"category_id":1,"bbox":[1,2,3]}"#), .boxLength(3),
      "/annotations/0/bbox"
    ),
    (
      RecordsSamples.groundTruth(annotations: #"{"image_id":1,"category_id":1,"bbox":[1,2,3,4],"iscrowd":"no"}"#),
      .wrongType(found: "a string"), "/annotations/0/iscrowd"
    ),
    (#"{"images":[],"categories":[]}"#, .missing, "/annotations"), (#"{"images":null}"#, .missing, "/images"),
    (#"{"images":[],"images":[]}"#, .duplicateKey, "/images"),
    (#"{"images":{}}"#, .wrongType(found: "an object"), "/images"),
    (#"{"images":[{"id":1}"#, .syntax, "/images"), ("[]", .wrongType(found: "a list"), ""),
  ]) func fault_OfAGroundTruth_IsFound(text: String, kind: RecordsFault.Kind, pointer: String) {
    let fault = #expect(throws: RecordsFault.self) { try RecordsSamples.groundTruth(text) }
    #expect(fault?.kind == kind && fault?.pointer == pointer, "\(text): \(String(describing: fault))")
  }

  /// A file that is cut anywhere is no JSON, and nothing behind it is read as its own.
  @Test func fileCutAnywhere_IsRefused() {
    let text = "[\(Self.row),\(Self.row)]"
    for count in 0..<text.utf8.count {
      #expect(fault(String(text.prefix(count))) != nil, "\(count) bytes")
    }
  }
}
