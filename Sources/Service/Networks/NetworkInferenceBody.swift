import DetectionCore
import HTTPMessages
import JSON
import Operations

/// An inference request to a network: pictures as UINT8, or as BYTES, which no operation takes.
struct NetworkInferenceBody {
  let request: InferenceRequest
  private(set) var pictures: [NetworkContent.Picture] = []
  private(set) var fields: [NetworkCall.Field] = []

  init(
    _ http: HTTPRequest, _ configuration: ServiceConfiguration, _ regions: SharedMemoryRegions?, _ memory: RequestMemory
  ) throws(Problem) {
    let body = try BodyCoding(inference: configuration).decoded(http)
    let length = try InferenceBody.headerLength(http.head.headers, body.count)
    try memory.reserveNumbers(in: body, isText: length == body.count)
    request = try InferenceBody.request(body, length, http.head.headers)
    takeParameters()
    guard !request.inputs.isEmpty else {
      throw Problem(.missingField, at: "/inputs", "inputs must be a list with the tensor image")
    }
    var reader = InferenceTensorReader(body, binaryStart: length, regions, limit: configuration.bodyLimit)
    for input in request.inputs {
      guard input.name == "image" else {
        throw Problem(
          .unknownField, at: input.pointer + "/name", "a network has one input, image, not \(quoted(input.name))")
      }
      try take(input, &reader)
    }
    try reader.checkAllRead()
  }

  private mutating func takeParameters() {
    let declaration = NetworkVerb.detect.operation?.declaration
    for member in request.parameters.members where !InferenceArguments.ignored.contains(member.key) {
      let value = declaration.map { InferenceArguments.parsed(member, $0) } ?? member.value
      fields.append(NetworkCall.Field(member.key, value, at: "/parameters/" + JSONPointer.escape(member.key)))
    }
  }

  private mutating func take(_ input: InferenceTensor, _ reader: inout InferenceTensorReader) throws(Problem) {
    switch input.datatype {
    case .uint8:
      if let bytes = try reader.bytes(of: input) {
        pictures.append((.bytes(bytes, input.shape), input.pointer))
      } else {
        pictures.append((.pixels(try reader.read(input)), input.pointer + "/data"))
      }
    case nil:
      if let bytes = try reader.bytes(of: input) {
        try takeFiles(bytes, input)
      } else {
        pictures += try NetworkImages.pictures(input.data ?? .null, at: input.pointer + "/data")
        guard pictures.count == input.shape.count else {
          throw Problem(
            .shapeMismatch, at: input.pointer + "/shape", "\(input.shape) wants \(counted(input.shape.count, "file"))")
        }
      }
    default:
      throw Problem(
        .invalidChoice, at: input.pointer + "/datatype", "image is UINT8, pixels (H, W, 3), or BYTES, files")
    }
  }

  /// Files, each behind its length, four bytes, little-endian.
  private mutating func takeFiles(_ bytes: ByteSlice, _ input: InferenceTensor) throws(Problem) {
    var position = 0
    while bytes.count - position >= 4, pictures.count < NetworkCall.mostPictures {
      let length = Int(UInt32(littleEndian: bytes.bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
      guard length <= bytes.count - position - 4 else { break }
      pictures.append((.file(bytes[position + 4..<position + 4 + length]), input.pointer))
      position += 4 + length
    }
    guard position == bytes.count, pictures.count == input.shape.count else {
      throw Problem(
        .shapeMismatch, at: input.pointer,
        "BYTES are \(counted(input.shape.count, "file")) of at most \(NetworkCall.mostPictures), each behind its length "
          + "in four bytes")
    }
  }
}
