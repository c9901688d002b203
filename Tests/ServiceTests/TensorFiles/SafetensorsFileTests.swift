import DetectionCore
import Files
import HTTPMessages
import Testing

@testable import Operations
@testable import Service

@Suite struct SafetensorsFileTests {
  @Test(arguments: [
    SampleTensor("x", "F64", [2], [1.5, -2.0]), SampleTensor("x", "F32", [2], [Float(1.5), -2]),
    SampleTensor("x", "F16", [2], [Float16(1.5), -2]), SampleTensor("x", "BF16", [2], [UInt16(0x3FC0), 0xC000]),
  ])
  func floats_AreExact(sample: SampleTensor) throws {
    for padding in 0..<8 {
      let file = try SafetensorsFile(SafetensorsSample.file([sample], padding: padding))
      #expect(try file.tensor(file.entries[0]).converted(to: Double.self).elements == [1.5, -2])
    }
  }

  @Test(arguments: [
    SampleTensor("x", "I64", [2], [Int64(-2), 100]), SampleTensor("x", "I32", [2], [Int32(-2), 100]),
    SampleTensor("x", "I16", [2], [Int16(-2), 100]), SampleTensor("x", "I8", [2], [Int8(-2), 100]),
    SampleTensor("x", "U64", [2], [UInt64(254), 100]), SampleTensor("x", "U32", [2], [UInt32(254), 100]),
    SampleTensor("x", "U16", [2], [UInt16(254), 100]), SampleTensor("x", "U8", [2], [UInt8(254), 100]),
    SampleTensor("x", "BOOL", [2], [UInt8(1), 0]),
  ])
  func integers_AreExact(sample: SampleTensor) throws {
    for padding in 0..<8 {
      let file = try SafetensorsFile(SafetensorsSample.file([sample], padding: padding))
      let first: Double = sample.dtype == "BOOL" ? 1 : sample.dtype.hasPrefix("U") ? 254 : -2
      let tensor = try file.tensor(file.entries[0])
      #expect(tensor.converted(to: Double.self).elements == [first, sample.dtype == "BOOL" ? 0 : 100])
    }
  }

  @Test func bytes_AreUsedWhereTheyLie() throws {
    let names = 0..<8
    let bodies = names.map { padding in
      SafetensorsSample.file([SampleTensor("x", "F32", [3], [Float(1), 2, 3])], padding: padding)
    }
    let borrowed = try bodies.filter { body in
      let file = try SafetensorsFile(body)
      guard case .float32(let tensor) = try file.tensor(file.entries[0]) else { return false }
      return tensor.withElements { elements in
        elements.baseAddress.map {
          UnsafeRawPointer($0) >= body.baseAddress && UnsafeRawPointer($0) < body.baseAddress + body.count
        } ?? false
      }
    }
    // Every fourth length of the header.
    #expect(borrowed.count == 2)
  }

  @Test func emptyFileAndEmptyTensors_AreFiles() throws {
    #expect(try SafetensorsFile(SafetensorsSample.file([])).entries.isEmpty)
    let file = try SafetensorsFile(
      SafetensorsSample.file([
        SampleTensor("a", "F32", [0, 4], bytes: []), SampleTensor("b", "F32", [], [Float(1)]),
        SampleTensor("c", "F64", [3, 0], bytes: []),
      ]))
    #expect(file.entries.map(\.shape.extents) == [[0, 4], [], [3, 0]])
  }

  @Test func everyTruncation_IsRefused() {
    let whole = SafetensorsSample.focal()
    #expect(send(whole, to: "/v1/losses/focal").status == .ok)
    for count in 0..<whole.count {
      let cut = ByteBuffer(UnsafeRawBufferPointer(rebasing: whole.bytes.prefix(count)))
      let response = send(cut, to: "/v1/losses/focal")
      #expect(response.status == .badRequest, "cut to \(count) of \(whole.count)")
      #expect(response.places == ["invalid_tensor_file "] || response.places.first?.hasSuffix("/data_offsets") == true)
    }
    #expect(send(joined(whole, "x"), to: "/v1/losses/focal").status == .badRequest)
  }

  private func joined(_ body: ByteBuffer, _ text: String) -> ByteBuffer {
    let all = ByteBuffer(body.bytes)
    all.append(text)
    return all
  }

  @Test(arguments: BadHeader.all) func header_IsNotBelieved(bad: BadHeader) {
    let file = SafetensorsSample.file(header: bad.header, data: [UInt8](repeating: 0, count: 8), length: bad.length)
    let response = send(file, to: "/v1/losses/focal")
    #expect(response.headers["Content-Type"] == "application/problem+json")
    #expect(response.places.first == bad.place, "\(bad.header): \(response.sentence)")
    #expect((400..<500).contains(response.status.code))
  }
}

/// A header before eight bytes of data, and how it is refused.
struct BadHeader: Sendable {
  let header: String
  var length: UInt64?
  let place: String

  private static func logits(_ dtype: String, _ shape: String, _ offsets: String) -> String {
    #"{"logits":{"dtype":\#(dtype),"shape":\#(shape),"data_offsets":\#(offsets)}}"#
  }

  static let all = [
    BadHeader(header: "{}", length: .max, place: "invalid_tensor_file "),
    BadHeader(header: "{}", length: 1 << 63, place: "invalid_tensor_file "),
    BadHeader(header: "{}", length: 11, place: "invalid_tensor_file "),
    BadHeader(header: "{}", length: 0, place: "invalid_tensor_file "),
    BadHeader(header: "{}", length: 1, place: "invalid_json "),
    BadHeader(header: "{}", place: "invalid_tensor_file "),
    BadHeader(header: "[]", place: "invalid_tensor_file "),
    BadHeader(header: " {}", place: "invalid_tensor_file "),
    BadHeader(header: "{\"a\":", place: "invalid_json /a"),
    BadHeader(header: #"{"logits":1}"#, place: "wrong_type /logits"),
    BadHeader(header: #"{"logits":{}}"#, place: "missing_field /logits/dtype"),
    BadHeader(header: #"{"a/b~":{}}"#, place: "missing_field /a~1b~0/dtype"),
    BadHeader(header: #"{"x":{},"x":{}}"#, place: "duplicate_key /x"),
    BadHeader(
      header: #"{"x":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, place: "duplicate_key /x/dtype"),
    BadHeader(
      header: #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"y":1}}"#, place: "unknown_field /x/y"),
    BadHeader(header: logits(#""F8_E4M3""#, "[8]", "[0,8]"), place: "invalid_choice /logits/dtype"),
    BadHeader(header: logits(#""f32""#, "[2]", "[0,8]"), place: "invalid_choice /logits/dtype"),
    BadHeader(header: logits("32", "[2]", "[0,8]"), place: "wrong_type /logits/dtype"),
    BadHeader(header: logits(#""F32""#, "2", "[0,8]"), place: "wrong_type /logits/shape"),
    BadHeader(header: logits(#""F32""#, "[[2]]", "[0,8]"), place: "wrong_type /logits/shape"),
    BadHeader(header: logits(#""F32""#, #"["2"]"#, "[0,8]"), place: "wrong_type /logits/shape"),
    BadHeader(header: logits(#""F32""#, "[-2]", "[0,8]"), place: "invalid_shape /logits/shape/0"),
    BadHeader(header: logits(#""F32""#, "[2.5]", "[0,8]"), place: "invalid_shape /logits/shape/0"),
    BadHeader(header: logits(#""F32""#, "[1e300]", "[0,8]"), place: "invalid_shape /logits/shape/0"),
    BadHeader(header: logits(#""F32""#, "[4294967296,4294967296]", "[0,8]"), place: "invalid_shape /logits/shape"),
    BadHeader(
      header: logits(#""F32""#, "[\(String(repeating: "1,", count: 64))2]", "[0,8]"),
      place: "invalid_shape /logits/shape"),
    BadHeader(
      header: logits(#""F64""#, "[1152921504606846977]", "[0,8]"), place: "shape_mismatch /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[3]", "[0,8]"), place: "shape_mismatch /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[]", "[0,8]"), place: "shape_mismatch /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[2]", "8"), place: "wrong_type /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[2]", "[0,8,8]"), place: "wrong_type /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[2]", #"["0",8]"#), place: "wrong_type /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[2]", "[8,0]"), place: "invalid_tensor_file /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[2]", "[-8,0]"), place: "invalid_tensor_file /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[2]", "[4,12]"), place: "invalid_tensor_file /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[2]", "[0.5,8.5]"), place: "invalid_tensor_file /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[2]", "[0,1e19]"), place: "invalid_tensor_file /logits/data_offsets"),
    // Holes before, after, and bytes that belong to two.
    BadHeader(header: logits(#""F32""#, "[1]", "[4,8]"), place: "invalid_tensor_file /logits/data_offsets"),
    BadHeader(header: logits(#""F32""#, "[1]", "[0,4]"), place: "invalid_tensor_file "),
    BadHeader(
      header:
        #"{"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}"#,
      place: "invalid_tensor_file /b/data_offsets"),
    BadHeader(
      header:
        #"{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}"#,
      place: "invalid_tensor_file /b/data_offsets"),
    BadHeader(header: #"{"__metadata__":[]}"#, place: "wrong_type /__metadata__"),
    BadHeader(header: #"{"__metadata__":{"gamma":2}}"#, place: "wrong_type /__metadata__/gamma"),
    BadHeader(
      header: "{" + (0..<1001).map { #""t\#($0)":{}"# }.joined(separator: ",") + "}", place: "too_many_values "),
  ]
}
