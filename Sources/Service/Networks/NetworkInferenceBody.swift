import DetectionCore
import HTTPMessages
import JSON
import Operations

/// An inference request to a network: `image` as UINT8, or as BYTES, which no operation takes.
struct NetworkInferenceBody {
  private(set) var pictures: [NetworkContent.Picture] = []
  private(set) var fields: [NetworkCall.Field] = []
  /// The outputs that are asked for; `nil`: all.
  let outputs: [(name: String, isBinary: Bool?, pointer: String)]?
  let isBinaryByDefault: Bool
  let id: String?

  init(_ http: HTTPRequest, _ configuration: ServiceConfiguration, _ memory: RequestMemory) throws(Problem) {
    let body = try BodyCoding(inference: configuration).decoded(http)
    let length = try InferenceBody.headerLength(http.head.headers, body.count)
    try memory.reserveNumbers(in: body, isText: length == body.count)
    let object = try Self.object(body, length)
    id = object["id"]?.text
    let parameters = try InferenceRequest.object(object["parameters"], at: "/parameters")
    isBinaryByDefault =
      try InferenceRequest.flag(parameters["binary_data_output"], at: "/parameters/binary_data_output") ?? false
    outputs = try Self.outputs(object["outputs"])
    let ignored: Set<String> = ["binary_data_output", "timeout", "priority", "headers", "sequence_id"]
    for member in parameters.members where !ignored.contains(member.key) {
      fields.append(NetworkCall.Field(member.key, member.value, at: "/parameters/" + JSONPointer.escape(member.key)))
    }
    guard let inputs = object["inputs"]?.list, !inputs.isEmpty else {
      throw Problem(.missingField, at: "/inputs", "inputs must be a list with the tensor image")
    }
    var start = length
    for (number, input) in inputs.enumerated() {
      try take(input, at: "/inputs/\(number)", body, &start)
    }
    guard start == body.count else {
      throw Problem(
        .shapeMismatch, at: "/inputs", "the inputs take \(start - length) bytes, not \(body.count - length)")
    }
  }

  private static func object(_ body: ByteBuffer, _ length: Int) throws(Problem) -> JSONObject {
    let text = length == body.count ? body : ByteBuffer(UnsafeRawBufferPointer(rebasing: body.bytes[..<length]))
    do {
      guard case .object(let object) = try JSONReader.read(text) else {
        throw Problem(.wrongType, "an inference request is an object with inputs")
      }
      return object
    } catch let error as JSONError {
      throw Problem(error, in: text)
    } catch {
      throw error as? Problem ?? Problem(.internalError, "the request could not be read")
    }
  }

  private static func outputs(_ value: JSONValue?) throws(Problem)
    -> [(name: String, isBinary: Bool?, pointer: String)]?
  {
    guard let list = value?.list, !list.isEmpty else { return nil }
    var outputs: [(name: String, isBinary: Bool?, pointer: String)] = []
    for (number, item) in list.enumerated() {
      let output = try RequestedOutput(item, at: "/outputs/\(number)")
      outputs.append((output.name, output.isBinary, output.pointer + "/name"))
    }
    return outputs
  }

  private mutating func take(_ value: JSONValue, at place: String, _ body: ByteBuffer, _ start: inout Int)
    throws(Problem)
  {
    guard case .object(let input) = value, let name = input["name"]?.text, let shape = input["shape"] else {
      throw Problem(.missingField, at: place, "a tensor is an object with name, shape, datatype and data")
    }
    guard name == "image" else {
      throw Problem(.unknownField, at: place + "/name", "a network has one input, image, not \(quoted(name))")
    }
    let bytes = try Self.bytes(input, at: place, body, &start)
    switch input["datatype"]?.text {
    case "UINT8": try takePixels(input, Shape(reading: shape, at: place + "/shape"), bytes, at: place)
    case "BYTES": try takeFiles(input, Shape(reading: shape, at: place + "/shape"), bytes, at: place)
    default:
      throw Problem(.invalidChoice, at: place + "/datatype", "image is UINT8, pixels (H, W, 3), or BYTES, files")
    }
  }

  /// The bytes behind the JSON that are a tensor's, if it is there.
  private static func bytes(_ input: JSONObject, at place: String, _ body: ByteBuffer, _ start: inout Int)
    throws(Problem) -> ByteSlice?
  {
    guard let size = input["parameters"]?["binary_data_size"] else { return nil }
    guard let size = size.integer, size >= 0, size <= body.count - start else {
      throw Problem(
        .outOfRange, at: place + "/parameters/binary_data_size", "the body has \(body.count - start) bytes left")
    }
    defer { start += size }
    return ByteSlice(body, start..<start + size)
  }

  private mutating func takePixels(_ input: JSONObject, _ shape: Shape, _ bytes: ByteSlice?, at place: String)
    throws(Problem)
  {
    if let bytes {
      guard bytes.count == shape.count else {
        throw Problem(.shapeMismatch, at: place + "/shape", "\(shape) takes \(shape.count) bytes, not \(bytes.count)")
      }
      let tensor = RawTensor(datatype: .uint8, shape: shape, bytes: bytes.bytes, owner: bytes.buffer).tensor()
      if let tensor { pictures.append((.pixels(tensor), place)) }
      return
    }
    guard case .numbers(let data)? = input["data"], let tensor = data.reshaped(shape) else {
      throw Problem(.shapeMismatch, at: place + "/data", "the data are not the \(shape.count) numbers of \(shape)")
    }
    pictures.append((.pixels(.float64(tensor)), place + "/data"))
  }

  /// Files: in the body each behind its length, four bytes, little-endian; in JSON base64 texts.
  private mutating func takeFiles(_ input: JSONObject, _ shape: Shape, _ bytes: ByteSlice?, at place: String)
    throws(Problem)
  {
    if let bytes {
      var position = 0
      while position < bytes.count {
        guard bytes.count - position >= 4 else { break }
        let length = Int(UInt32(littleEndian: bytes.bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
        guard length <= bytes.count - position - 4, pictures.count < NetworkCall.mostPictures else { break }
        pictures.append((.file(bytes[position + 4..<position + 4 + length]), place))
        position += 4 + length
      }
      guard position == bytes.count, pictures.count == shape.count else {
        throw Problem(
          .shapeMismatch, at: place,
          "BYTES are \(counted(shape.count, "file")) of at most \(NetworkCall.mostPictures), each behind its length in four bytes"
        )
      }
      return
    }
    pictures += try NetworkImages.pictures(input["data"] ?? .null, at: place + "/data")
    guard pictures.count == shape.count else {
      throw Problem(.shapeMismatch, at: place + "/shape", "\(shape) wants \(counted(shape.count, "file"))")
    }
  }
}
