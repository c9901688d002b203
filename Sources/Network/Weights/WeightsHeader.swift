import DetectionCore
import HTTPMessages
import JSON

/// The header of a safetensors file of weights: https://github.com/huggingface/safetensors#format
struct WeightsHeader {
  /// A tensor of the file.
  struct Entry {
    let type: WeightType
    let shape: Shape
    /// Its bytes, counted from the file's beginning.
    let range: Range<Int>
  }

  let entries: [String: Entry]
  /// The texts under `__metadata__`.
  let metadata: [String: String]

  /// A header of 16 MB describes more layers than any network has.
  static let largest = 16 << 20

  /// Reads a header's text; the tensors' bytes follow it from `start` to `end` of the file.
  init(_ text: ByteBuffer, tensors start: Int, end: Int) throws(NetworkError) {
    let header: JSONObject
    do {
      guard case .object(let object) = try JSONReader.read(text) else {
        throw NetworkError(.invalid, "the header is not a JSON object")
      }
      header = object
    } catch let error as JSONError {
      throw NetworkError(.invalid, "the header is not JSON: \(error.detail)")
    } catch {
      throw error as? NetworkError ?? NetworkError(.invalid, "the header cannot be read")
    }
    var entries: [String: Entry] = [:]
    for member in header.members where member.key != "__metadata__" {
      let entry = try Self.entry(member, tensors: start, end: end)
      guard entries.updateValue(entry, forKey: member.key) == nil else {
        throw NetworkError(.invalid, "the tensor \(member.key) is there twice")
      }
    }
    self.entries = entries
    metadata = try Self.metadata(header["__metadata__"])
    try Self.checkCoverage(entries, start..<end)
  }

  private static func entry(_ member: JSONObject.Member, tensors start: Int, end: Int) throws(NetworkError) -> Entry {
    let name = member.key
    guard let typeName = member.value["dtype"]?.text, let type = WeightType(rawValue: typeName) else {
      throw NetworkError(.invalid, "the tensor \(name): expected a dtype F32, F16, BF16 or F64")
    }
    guard let extents = member.value["shape"]?.numberList, let shape = Shape(integers: extents) else {
      throw NetworkError(.invalid, "the tensor \(name): expected a shape of whole numbers")
    }
    guard let offsets = member.value["data_offsets"]?.numberList, offsets.count == 2,
      let first = Int(exactly: offsets[0]), let last = Int(exactly: offsets[1]), first >= 0, first <= last,
      last <= end - start
    else {
      throw NetworkError(.invalid, "the tensor \(name): expected data_offsets within the \(end - start) bytes of data")
    }
    let size = try counted(shape.count, type.byteSize, as: "the tensor \(name)")
    guard size == last - first else {
      throw NetworkError(
        .invalid, "the tensor \(name): \(shape) \(typeName) takes \(size) bytes, found \(last - first)")
    }
    return Entry(type: type, shape: shape, range: start + first..<start + last)
  }

  private static func metadata(_ value: JSONValue?) throws(NetworkError) -> [String: String] {
    guard let value else { return [:] }
    guard let object = value.object else {
      throw NetworkError(.invalid, "the metadata: expected an object of strings, found \(value.kindName)")
    }
    var texts: [String: String] = [:]
    for member in object.members {
      guard let text = member.value.text else {
        throw NetworkError(.invalid, "the metadata \(member.key): expected a string, found \(member.value.kindName)")
      }
      texts[member.key] = text
    }
    return texts
  }

  /// The format allows neither holes nor bytes that belong to two tensors.
  private static func checkCoverage(_ entries: [String: Entry], _ data: Range<Int>) throws(NetworkError) {
    var end = data.lowerBound
    for (name, entry) in entries.sorted(by: {
      ($0.value.range.lowerBound, $0.value.range.upperBound) < ($1.value.range.lowerBound, $1.value.range.upperBound)
    }) {
      guard entry.range.lowerBound == end else {
        throw NetworkError(
          .invalid, "the tensor \(name): expected to begin at byte \(end), found \(entry.range.lowerBound)")
      }
      end = entry.range.upperBound
    }
    guard end == data.upperBound else {
      throw NetworkError(.invalid, "the tensors end at byte \(end), but the file has \(data.upperBound)")
    }
  }
}

extension Shape {
  /// Whole numbers that came as doubles.
  init?(integers numbers: [Double]) {
    let extents = numbers.compactMap { Int(exactly: $0) }
    guard extents.count == numbers.count else { return nil }
    self.init(extents)
  }
}
