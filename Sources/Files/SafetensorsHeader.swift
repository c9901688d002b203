import DetectionCore
package import HTTPMessages
import JSON

/// The header of a safetensors file, checked: https://github.com/huggingface/safetensors#format
///
/// Eight bytes with the length of the header, little-endian; the header, a JSON object; the tensors' bytes. Nothing that the
/// header says is believed before it is checked: entries fill the bytes behind it, without holes and each for itself.
package struct SafetensorsHeader: Sendable {
  package let entries: [SafetensorsEntry]
  /// The texts under `__metadata__`.
  package let metadata: [(key: String, text: String)]
  /// Where the tensors begin in the file.
  package let dataStart: Int

  /// The largest header that the format's own library reads.
  package static let largest = 100_000_000

  /// Reads the header of a file. `mostEntries`: `__metadata__` is one of them.
  package init(_ file: ByteSlice, mostEntries: Int) throws(SafetensorsError) {
    dataStart = 8 + (try Self.length(file))
    let header = try Self.header(file, end: dataStart)
    guard header.count <= mostEntries else {
      throw SafetensorsError(.tooManyEntries, "the file has \(header.count) entries; the limit is \(mostEntries)")
    }
    metadata = try Self.metadata(header[Self.metadataKey])
    var entries: [SafetensorsEntry] = []
    for member in header.members where member.key != Self.metadataKey {
      entries.append(try SafetensorsEntry(member, dataCount: file.count - dataStart))
    }
    try Self.checkCoverage(entries, dataCount: file.count - dataStart)
    self.entries = entries
  }

  private static let metadataKey = "__metadata__"

  private static func length(_ file: ByteSlice) throws(SafetensorsError) -> Int {
    guard file.count >= 8 else {
      throw SafetensorsError(
        .invalid, "a safetensors file begins with 8 bytes that hold its header's length; found \(file.count)")
    }
    let length = UInt64(littleEndian: file.bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(min(largest, file.count - 8)) else {
      throw SafetensorsError(
        .invalid,
        "the header's length is said to be \(length), but after the first 8 bytes the file has \(file.count - 8), "
          + "and a header has \(largest) at the most")
    }
    return Int(length)
  }

  private static func header(_ file: ByteSlice, end: Int) throws(SafetensorsError) -> JSONObject {
    // The parser wants zero bytes after its text: the header is copied, the tensors are not.
    let text = ByteBuffer(UnsafeRawBufferPointer(rebasing: file.bytes[8..<end]))
    guard text.count == end - 8 else {
      throw SafetensorsError(.json(.outOfMemory), "there is no memory for the header")
    }
    guard text.bytes.first == UInt8(ascii: "{") else {
      throw SafetensorsError(.invalid, "the header is not a JSON object; is this a safetensors file?")
    }
    do throws(JSONError) {
      if case .object(let header) = try JSONReader.read(text) { return header }
    } catch {
      throw SafetensorsError(.json(error.kind), at: error.pointer, "in the header: \(error.detail)")
    }
    throw SafetensorsError(.invalid, "the header is not a JSON object")
  }

  private static func metadata(_ value: JSONValue?) throws(SafetensorsError) -> [(key: String, text: String)] {
    guard let value else { return [] }
    guard case .object(let object) = value else {
      throw SafetensorsError(
        .wrongType, at: "/\(metadataKey)", "the metadata must be an object, not \(value.kindName)")
    }
    var texts: [(key: String, text: String)] = []
    for member in object.members {
      guard case .string(let text) = member.value else {
        throw SafetensorsError(
          .wrongType, at: "/\(metadataKey)\(SafetensorsEntry.pointer(to: member.key))",
          "metadata are strings, found \(member.value.kindName)")
      }
      texts.append((member.key, text))
    }
    return texts
  }

  /// The format allows neither holes nor bytes that belong to two tensors.
  private static func checkCoverage(_ entries: [SafetensorsEntry], dataCount: Int) throws(SafetensorsError) {
    var end = 0
    let inOrder = entries.map { ($0.range.lowerBound, $0.range.upperBound, $0) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    for (_, _, entry) in inOrder {
      guard entry.range.lowerBound == end else {
        let fault = entry.range.lowerBound < end ? "bytes of another tensor" : "bytes before it that are no tensor's"
        throw SafetensorsError(
          .invalid, at: entry.pointer + "/data_offsets",
          "\(entry.name.excerpt) begins at \(entry.range.lowerBound), the tensors before it end at \(end): \(fault)")
      }
      end = entry.range.upperBound
    }
    guard end == dataCount else {
      throw SafetensorsError(
        .invalid, "the tensors end at \(end), but the file has \(dataCount) bytes after its header")
    }
  }
}
