import DetectionCore
import HTTPMessages
import JSON
import Operations

/// A request's JSON part and its tensors.
struct InferenceBody {
  let request: InferenceRequest
  let tensors: [(InferenceTensor, AnyTensor)]

  init(_ http: HTTPRequest, _ regions: SharedMemoryRegions?, _ configuration: ServiceConfiguration) throws(Problem) {
    let body = try BodyCoding(inference: configuration).decoded(http)
    let length = try Self.headerLength(http.head.headers, body.count)
    request = try Self.request(body, length, http.head.headers)
    var reader = InferenceTensorReader(body, binaryStart: length, regions, limit: configuration.bodyLimit)
    var tensors: [(InferenceTensor, AnyTensor)] = []
    for input in request.inputs { tensors.append((input, try reader.read(input))) }
    try reader.checkAllRead()
    // All tensors stood in the text, and have been read.
    if length == body.count { body.discard() }
    self.tensors = tensors
  }

  /// The JSON part, which is `length` bytes long.
  static func request(_ body: ByteBuffer, _ length: Int, _ headers: HTTPHeaders) throws(Problem) -> InferenceRequest {
    // The JSON part is small, and the parser wants zero bytes after it.
    let text = length == body.count ? body : ByteBuffer(UnsafeRawBufferPointer(rebasing: body.bytes[..<length]))
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.read(text)
    } catch {
      throw problem(error, text, headers)
    }
    return try InferenceRequest(value)
  }

  /// Why the JSON part cannot be read: of bytes that follow it, which header is missing.
  private static func problem(_ error: JSONError, _ text: ByteBuffer, _ headers: HTTPHeaders) -> Problem {
    guard headers[InferenceResponse.lengthHeader] == nil, let length = JSONExtent.ofObject(text.bytes),
      length < text.count
    else { return Problem(error, in: text) }
    return Problem(
      .invalidJSON,
      "the body goes on for \(counted(text.count - length, "byte")) after its JSON: where tensors follow as bytes, the "
        + "header \(InferenceResponse.lengthHeader) says how long the JSON is, here \(length)")
  }

  /// The length of the JSON part: the header's word, or the whole body.
  static func headerLength(_ headers: HTTPHeaders, _ count: Int) throws(Problem) -> Int {
    guard let text = headers[InferenceResponse.lengthHeader] else { return count }
    guard let length = Int(text), length >= 0, length <= count else {
      throw Problem(
        .outOfRange,
        "\(InferenceResponse.lengthHeader) must be a whole number from 0 to the body's length, \(count); found \(text)")
    }
    return length
  }
}
