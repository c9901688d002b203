import CSimdJSON
import DetectionCore
package import HTTPMessages

/// Reads a body as JSON by the letter of RFC 8259, without knowing what it should hold.
///
/// Numbers are correctly rounded doubles. Refused besides what is not JSON: keys given twice, lone
/// surrogates, numbers beyond the doubles, a byte order mark.
package enum JSONReader {
  /// How deep arrays and objects may nest.
  package static let maximumDepth = Int(FOCALD_JSON_MAX_DEPTH)
  /// How many values there may be that are not elements of a rectangular array of numbers.
  package static let maximumValues = Int(FOCALD_JSON_MAX_NODES)

  /// Arrays of numbers of 16 KiB of text and more are read apart, in blocks of 128 KiB, which all processors share.
  static let reading = focald_json_reading(array_size: 16 << 10, block_size: 128 << 10, perform: perform)

  /// Reads a whole buffer.
  package static func read(_ body: ByteBuffer) throws(JSONError) -> JSONValue { try read(ByteSlice(body)) }

  /// Reads a string.
  package static func read(_ text: String) throws(JSONError) -> JSONValue { try read(ByteBuffer(text)) }

  /// Reads a text. `place` is what messages call it.
  package static func read(_ text: ByteSlice, of place: String = "body") throws(JSONError) -> JSONValue {
    try read(text, of: place, reading: reading)
  }

  /// Reads a whole buffer; `reading` changes how, and nothing of what comes out.
  static func read(_ body: ByteBuffer, reading: focald_json_reading) throws(JSONError) -> JSONValue {
    try read(ByteSlice(body), reading: reading)
  }

  /// Reads a text; `reading` changes how, and nothing of what comes out.
  static func read(_ text: ByteSlice, of place: String = "body", reading: focald_json_reading) throws(JSONError)
    -> JSONValue
  {
    // The readers may load 64 bytes beyond the end, whatever they are, and take none of them for the text's.
    var tape = focald_json_read(text.baseAddress.assumingMemoryBound(to: CChar.self), text.count, reading)
    defer { focald_json_free(&tape) }
    guard tape.status == focald_json_ok else { throw error(tape.status, in: text, of: place) }
    let numbers = JSONNumbers(takingOver: tape.numbers)
    tape.numbers = nil
    return JSONTape(tape, numbers: numbers).value(at: tape.root)
  }

  private static let perform: @convention(c) (Int, UnsafeMutableRawPointer?, Work?) -> Void = { count, context, work in
    // Both point to the stack of the one who waits here.
    nonisolated(unsafe) let context = context
    Parallel.forEach(count) { work?(context, $0) }
  }

  private typealias Work = @convention(c) (UnsafeMutableRawPointer?, Int) -> Void

  /// simdjson only says that something is wrong; a second, slow reader says what and where.
  private static func error(_ status: focald_json_status, in text: ByteSlice, of place: String) -> JSONError {
    switch status {
    case focald_json_out_of_memory:
      return JSONError(kind: .outOfMemory, pointer: "", detail: "there is not enough memory to read the \(place)")
    case focald_json_too_many_values:
      let detail =
        "there are more than \(maximumValues) values that are not elements of a rectangular array of numbers"
      return JSONError(kind: .tooManyValues, pointer: "", detail: detail)
    default:
      return JSONDiagnosis.firstError(in: text, of: place)
        ?? JSONError(kind: .syntax, pointer: "", detail: "the \(place) is not JSON")
    }
  }
}
