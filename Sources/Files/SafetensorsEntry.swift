package import DetectionCore
import JSON

/// A tensor of a safetensors file, as its header describes it.
package struct SafetensorsEntry: Sendable {
  package let name: String
  package let type: SafetensorsType
  package let shape: Shape
  /// Its bytes, counted from where the header ends; as many as type and shape want.
  package let range: Range<Int>

  /// Where it stands in the header.
  package var pointer: String { Self.pointer(to: name) }

  static func pointer(to name: String) -> String { "/" + JSONPointer.escape(name.excerpt) }

  /// An entry of a header, in a file with `dataCount` bytes after it.
  init(_ member: JSONObject.Member, dataCount: Int) throws(SafetensorsError) {
    name = member.key
    let place = Self.pointer(to: name)
    guard case .object(let fields) = member.value else {
      throw SafetensorsError(
        .wrongType, at: place, "a tensor is an object with dtype, shape and data_offsets, not \(member.value.kindName)")
    }
    for key in fields.keys where !["dtype", "shape", "data_offsets"].contains(key) {
      let key = key.excerpt
      throw SafetensorsError(.unknownField, at: "\(place)/\(JSONPointer.escape(key))", "a tensor has no field \(key)")
    }
    func field(_ key: String) throws(SafetensorsError) -> JSONValue {
      guard let value = fields[key] else {
        throw SafetensorsError(
          .missingField, at: "\(place)/\(key)", "the \(key) of \(member.key.excerpt) is missing")
      }
      return value
    }
    type = try Self.type(try field("dtype"), of: name, at: place + "/dtype")
    let extents = try field("shape")
    do throws(ShapeError) {
      shape = try Shape(reading: extents)
    } catch {
      throw SafetensorsError(error, at: place + "/shape")
    }
    range = try Self.range(try field("data_offsets"), dataCount: dataCount, at: place + "/data_offsets")
    let (wanted, overflow) = shape.count.multipliedReportingOverflow(by: type.byteSize)
    guard !overflow, wanted == range.count else {
      let bytes = overflow ? "more than can be counted" : String(wanted)
      throw SafetensorsError(
        .sizeMismatch, at: place + "/data_offsets",
        "\(name.excerpt) of \(shape) \(type.rawValue) takes \(bytes) bytes, not \(range.count)")
    }
  }

  private static func type(_ value: JSONValue, of name: String, at place: String) throws(SafetensorsError)
    -> SafetensorsType
  {
    guard case .string(let text) = value else {
      throw SafetensorsError(.wrongType, at: place, "a dtype is a string, not \(value.kindName)")
    }
    guard let type = SafetensorsType(rawValue: text) else {
      throw SafetensorsError(
        .unknownType, at: place, "the dtype \(text.excerpt) of \(name.excerpt) is not one of \(SafetensorsType.known)")
    }
    return type
  }

  private static func range(_ value: JSONValue, dataCount: Int, at place: String) throws(SafetensorsError) -> Range<Int>
  {
    guard let numbers = value.numberList, numbers.count == 2 else {
      throw SafetensorsError(.wrongType, at: place, "data_offsets are two whole numbers, begin and end")
    }
    guard let begin = Int(exactly: numbers[0]), let end = Int(exactly: numbers[1]), begin >= 0, begin <= end,
      end <= dataCount
    else {
      let found = numbers.map { Int(exactly: $0).map(String.init) ?? "\($0)" }
      throw SafetensorsError(
        .invalid, at: place,
        "data_offsets must be 0 ≤ begin ≤ end ≤ \(dataCount), found \(found[0]) and \(found[1])")
    }
    return begin..<end
  }
}
