import DetectionCore
import HTTPMessages
import JSON
import Operations

/// A safetensors file, checked: https://github.com/huggingface/safetensors#format
///
/// Eight bytes with the length of the header, little-endian; the header, a JSON object; the tensors' bytes. Nothing the
/// header says is believed before it is checked.
struct SafetensorsFile {
  /// A tensor of the file.
  struct Entry {
    let name: String
    let datatype: TensorDatatype
    let shape: Shape
    /// Its bytes, counted from where the header ends.
    let range: Range<Int>

    /// Where it stands in the header.
    var pointer: String { Self.pointer(to: name) }

    static func pointer(to name: String) -> String { "/" + JSONPointer.escape(quoted(name)) }
  }

  let entries: [Entry]
  /// The texts under `__metadata__`.
  let metadata: [(key: String, text: String)]
  private let body: ByteSlice
  private let dataStart: Int

  /// The largest header that the format's own library reads.
  static let largestHeader = 100_000_000
  /// No operation has so many inputs: a model's weights, perhaps.
  static let mostTensors = 1000

  /// A file that is a whole buffer.
  init(_ body: ByteBuffer) throws(Problem) { try self.init(ByteSlice(body)) }

  /// Reads the header. The tensors' bytes stay where they are.
  init(_ body: ByteSlice) throws(Problem) {
    self.body = body
    if let format = ForeignFormat(insteadOfTensors: body) {
      throw Problem(.invalidTensorFile, "the body is not a safetensors file: \(format.remedy)")
    }
    dataStart = 8 + (try Self.headerLength(body))
    let header = try Self.header(body, end: dataStart)
    guard header.count <= Self.mostTensors else {
      throw Problem(.tooManyValues, "the file has \(header.count) entries; the limit is \(Self.mostTensors)")
    }
    metadata = try Self.metadata(header[Self.metadataKey])
    var entries: [Entry] = []
    for member in header.members where member.key != Self.metadataKey {
      entries.append(try Entry(member, dataCount: body.count - dataStart))
    }
    try Self.checkCoverage(entries, dataCount: body.count - dataStart)
    self.entries = entries
  }

  /// A tensor's elements, in the bytes of the body where type and place allow it.
  func tensor(_ entry: Entry) throws(Problem) -> AnyTensor {
    let bytes = UnsafeRawBufferPointer(
      start: body.baseAddress + dataStart + entry.range.lowerBound, count: entry.range.count)
    let raw = RawTensor(datatype: entry.datatype, shape: entry.shape, bytes: bytes, owner: body.buffer)
    guard let tensor = raw.tensor() else {
      throw Problem(.numberOutOfRange, at: entry.pointer, "\(entry.name) holds an integer beyond 2^63")
    }
    return tensor
  }

  private static let metadataKey = "__metadata__"

  private static func headerLength(_ body: ByteSlice) throws(Problem) -> Int {
    guard body.count >= 8 else {
      throw Problem(
        .invalidTensorFile, "a safetensors file begins with 8 bytes that hold its header's length; found \(body.count)")
    }
    let length = UInt64(littleEndian: body.bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(min(largestHeader, body.count - 8)) else {
      throw Problem(
        .invalidTensorFile,
        "the header's length is said to be \(length), but after the first 8 bytes the file has \(body.count - 8), "
          + "and a header has \(largestHeader) at the most")
    }
    return Int(length)
  }

  private static func header(_ body: ByteSlice, end: Int) throws(Problem) -> JSONObject {
    // The parser wants zero bytes after its text: the header is copied, the tensors are not.
    let text = ByteBuffer(UnsafeRawBufferPointer(rebasing: body.bytes[8..<end]))
    guard text.count == end - 8 else { throw Problem(.overloaded, "there is no memory for the header") }
    guard text.bytes.first == UInt8(ascii: "{") else {
      throw Problem(.invalidTensorFile, "the header is not a JSON object; is this a safetensors file?")
    }
    do {
      if case .object(let header) = try JSONReader.read(text) { return header }
      throw Problem(.invalidTensorFile, "the header is not a JSON object")
    } catch let error as JSONError {
      throw Problem(JSONError(kind: error.kind, pointer: error.pointer, detail: "in the header: \(error.detail)"))
    } catch {
      throw error as? Problem ?? Problem(.internalError, "the header could not be read")
    }
  }

  private static func metadata(_ value: JSONValue?) throws(Problem) -> [(key: String, text: String)] {
    guard let value else { return [] }
    guard case .object(let object) = value else {
      throw Problem(.wrongType, at: "/\(metadataKey)", "the metadata must be an object, not \(value.kindName)")
    }
    var texts: [(key: String, text: String)] = []
    for member in object.members {
      guard case .string(let text) = member.value else {
        throw Problem(
          .wrongType, at: "/\(metadataKey)/\(JSONPointer.escape(quoted(member.key)))",
          "metadata are strings, found \(member.value.kindName)")
      }
      texts.append((member.key, text))
    }
    return texts
  }

  /// The format allows neither holes nor bytes that belong to two tensors.
  private static func checkCoverage(_ entries: [Entry], dataCount: Int) throws(Problem) {
    var end = 0
    let inOrder = entries.map { ($0.range.lowerBound, $0.range.upperBound, $0) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    for (_, _, entry) in inOrder {
      guard entry.range.lowerBound == end else {
        let fault = entry.range.lowerBound < end ? "bytes of another tensor" : "bytes before it that are no tensor's"
        throw Problem(
          .invalidTensorFile, at: entry.pointer + "/data_offsets",
          "\(quoted(entry.name)) begins at \(entry.range.lowerBound), the tensors before it end at \(end): \(fault)")
      }
      end = entry.range.upperBound
    }
    guard end == dataCount else {
      throw Problem(
        .invalidTensorFile, "the tensors end at \(end), but the file has \(dataCount) bytes after its header")
    }
  }
}
