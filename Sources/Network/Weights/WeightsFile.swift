import DetectionCore
import HTTPMessages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A safetensors file of weights, open for reading.
///
/// Its tensors are read one by one, by position: a mapped file that is cut off while it is read would end the process.
final class WeightsFile: Sendable {
  let path: String
  let header: WeightsHeader
  private let descriptor: Int32
  private let state: State

  /// What tells whether a file is still the one that was opened.
  private struct State: Equatable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init?(_ descriptor: Int32) {
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      (size, seconds, nanoseconds) = (Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
  }

  init(_ path: String) throws(NetworkError) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw NetworkError(.unreadable, "\(path): \(String(cString: strerror(errno)))") }
    do throws(NetworkError) {
      guard let state = State(descriptor) else { throw NetworkError(.unreadable, "not a regular file") }
      self.state = state
      header = try Self.header(descriptor, size: state.size)
    } catch {
      close(descriptor)
      throw error.of(path)
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  private static func header(_ descriptor: Int32, size: Int) throws(NetworkError) -> WeightsHeader {
    var length: UInt64 = 0
    guard size >= 8, withUnsafeMutableBytes(of: &length, { read(descriptor, into: $0, at: 0) }) else {
      throw NetworkError(.invalid, "expected 8 bytes with the header's length, found \(size)")
    }
    length = UInt64(littleEndian: length)
    guard length <= UInt64(min(size - 8, WeightsHeader.largest)) else {
      throw NetworkError(
        .invalid,
        "expected a header of at most \(min(size - 8, WeightsHeader.largest)) bytes, found a length of \(length): "
          + "is this a safetensors file?")
    }
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(Int(length), 1), alignment: 8)
    defer { bytes.deallocate() }
    let text = UnsafeMutableRawBufferPointer(rebasing: bytes[..<Int(length)])
    guard read(descriptor, into: text, at: 8) else { throw NetworkError(.unreadable, "the header cannot be read") }
    return try WeightsHeader(ByteBuffer(UnsafeRawBufferPointer(text)), tensors: 8 + Int(length), end: size)
  }

  /// Reads as many bytes as there is room for; false if there are fewer.
  private static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at start: Int) -> Bool {
    var done = 0
    while done < buffer.count {
      let count = pread(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(start + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  /// The first of some names that the file has.
  func name(among names: [String]) -> String? { names.first { header.entries[$0] != nil } }

  /// A tensor's numbers, in float32. `names`: by which it may go.
  func numbers(_ names: [String], _ extents: [Int]) throws(NetworkError) -> [Float] {
    guard let name = name(among: names), let entry = header.entries[name] else {
      throw NetworkError(
        .invalid, "the tensor \(names.first ?? "") is missing: expected \(Self.words(extents))"
      ).of(path)
    }
    guard entry.shape.extents == extents else {
      throw NetworkError(
        .invalid, "the tensor \(name): expected \(Self.words(extents)), found \(entry.shape)"
      ).of(path)
    }
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(entry.range.count, 1), alignment: 64)
    defer { bytes.deallocate() }
    let data = UnsafeMutableRawBufferPointer(rebasing: bytes[..<entry.range.count])
    guard State(descriptor) == state, Self.read(descriptor, into: data, at: entry.range.lowerBound) else {
      throw NetworkError(.unreadable, "the file has changed since it was opened").of(path)
    }
    guard let numbers = entry.type.numbers(UnsafeRawBufferPointer(data)) else {
      throw NetworkError(.invalid, "the tensor \(name): expected floating-point numbers, found \(entry.type.rawValue)")
        .of(path)
    }
    if let place = numbers.firstIndex(where: { !$0.isFinite }) {
      throw NetworkError(.invalid, "the tensor \(name): expected finite numbers, found \(numbers[place])").of(path)
    }
    return numbers
  }

  private static func words(_ extents: [Int]) -> String {
    Shape(extents)?.description ?? "a shape that can be counted"
  }
}
