import DetectionCore
import JSON
import Operations

extension SafetensorsFile.Entry {
  /// An entry of a header, in a file with `dataCount` bytes after it.
  init(_ member: JSONObject.Member, dataCount: Int) throws(Problem) {
    name = member.key
    let place = Self.pointer(to: name)
    guard case .object(let fields) = member.value else {
      throw Problem(
        .wrongType, at: place, "a tensor is an object with dtype, shape and data_offsets, not \(member.value.kindName)")
    }
    for key in fields.keys where !["dtype", "shape", "data_offsets"].contains(key) {
      let key = quoted(key)
      throw Problem(.unknownField, at: "\(place)/\(JSONPointer.escape(key))", "a tensor has no field \(key)")
    }
    func field(_ key: String) throws(Problem) -> JSONValue {
      guard let value = fields[key] else {
        throw Problem(.missingField, at: "\(place)/\(key)", "the \(key) of \(quoted(member.key)) is missing")
      }
      return value
    }
    datatype = try Self.datatype(try field("dtype"), of: name, at: place + "/dtype")
    shape = try Shape(reading: try field("shape"), at: place + "/shape")
    range = try Self.range(try field("data_offsets"), dataCount: dataCount, at: place + "/data_offsets")
    guard let wanted = RawTensor.byteCount(datatype, shape), wanted == range.count else {
      let bytes = RawTensor.byteCount(datatype, shape).map(String.init) ?? "more than can be counted"
      throw Problem(
        .shapeMismatch, at: place + "/data_offsets",
        "\(quoted(name)) of \(shape) \(datatype.safetensorsName) takes \(bytes) bytes, not \(range.count)")
    }
  }

  private static func datatype(_ value: JSONValue, of name: String, at place: String) throws(Problem)
    -> TensorDatatype
  {
    guard case .string(let text) = value else {
      throw Problem(.wrongType, at: place, "a dtype is a string, not \(value.kindName)")
    }
    guard let datatype = TensorDatatype.bySafetensorsName[text] else {
      let known = TensorDatatype.bySafetensorsName.keys.sorted().joined(separator: ", ")
      throw Problem(.invalidChoice, at: place, "the dtype \(quoted(text)) of \(quoted(name)) is not one of \(known)")
    }
    return datatype
  }

  private static func range(_ value: JSONValue, dataCount: Int, at place: String) throws(Problem) -> Range<Int> {
    guard let numbers = value.numberList, numbers.count == 2 else {
      throw Problem(.wrongType, at: place, "data_offsets are two whole numbers, begin and end")
    }
    guard let begin = Int(exactly: numbers[0]), let end = Int(exactly: numbers[1]), begin >= 0, begin <= end,
      end <= dataCount
    else {
      throw Problem(
        .invalidTensorFile, at: place,
        "data_offsets must be 0 ≤ begin ≤ end ≤ \(dataCount), found \(plain(numbers[0])) and \(plain(numbers[1]))")
    }
    return begin..<end
  }
}
