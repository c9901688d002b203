import Foundation
import Multipart

/// A part as a test writes it.
struct SamplePart: Equatable {
  var name: String
  var type: String?
  var content: [UInt8]

  init(_ name: String, type: String? = nil, _ content: String) {
    self.init(name, type: type, bytes: Array(content.utf8))
  }

  init(_ name: String, type: String? = nil, bytes: [UInt8]) {
    self.name = name
    self.type = type
    content = bytes
  }

  /// The part as it stands in a body with the boundary, its delimiter first.
  func bytes(_ boundary: String) -> [UInt8] {
    let type = type.map { "Content-Type: \($0)\r\n" } ?? ""
    return Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\(type)\r\n".utf8) + content
      + Array("\r\n".utf8)
  }
}

/// A body with the parts.
func form(_ parts: [SamplePart], boundary: String = "B") -> [UInt8] {
  parts.flatMap { $0.bytes(boundary) } + Array("--\(boundary)--\r\n".utf8)
}

/// What the reader makes of a body.
func read(_ body: [UInt8], boundary: String = "B") throws -> [MultipartPart] {
  let boundary = try MultipartBoundary(boundary)
  return try body.withUnsafeBytes { bytes throws(MultipartError) in try MultipartReader.parts(of: bytes, boundary) }
}

func read(_ body: String, boundary: String = "B") throws -> [MultipartPart] {
  try read(Array(body.utf8), boundary: boundary)
}

extension MultipartPart {
  /// The part with its content.
  func sample(in body: [UInt8]) -> SamplePart { SamplePart(name, type: type, bytes: Array(body[content])) }
}

/// Seconds of the processor that this thread takes for something.
func processorTime(_ work: () -> Void) -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
  let start = now()
  work()
  return now() - start
}
