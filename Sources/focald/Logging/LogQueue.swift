import Dispatch
import Glibc
import HTTPMessages
import Synchronization

/// Lines on their way to a descriptor, written by a thread of its own: no one else ever waits for a reader of the log.
///
/// A line that finds no room is counted and dropped, and so is one that cannot be written: a full pipe, a full disk or a
/// closed terminal costs lines, and no request.
final class LogQueue: Sendable {
  private struct State: Sendable {
    var lines: [String] = []
    var bytes = 0
    /// Whether the writer has been woken and has not yet found the queue empty.
    var isWriting = false
  }

  /// How long lines gather before they are written: waking a thread for each would cost more than the line.
  private static let pause = DispatchTimeInterval.milliseconds(5)
  /// Lines go out together up to this size: POSIX' PIPE_BUF on Linux, so that those of several processes do not mix.
  private static let together = 4096

  private let descriptor: Int32
  private let room: Int
  private let state = Lock(State())
  private let lost = Atomic<Int>(0)
  private let writer = DispatchQueue(label: "focald.log")

  /// A queue of `room` bytes before a descriptor.
  init(descriptor: Int32 = STDERR_FILENO, room: Int = 1 << 20) {
    self.descriptor = descriptor
    self.room = room
  }

  /// Lines that were not written.
  var dropped: Int { lost.load(ordering: .relaxed) }

  /// Takes a line, its end included. Never waits.
  func append(_ line: String) {
    let size = line.utf8.count
    let (isTaken, isFirst) = state.withLock { state in
      guard state.bytes + size <= room else { return (false, false) }
      state.lines.append(line)
      state.bytes += size
      defer { state.isWriting = true }
      return (true, !state.isWriting)
    }
    if !isTaken { lost.add(1, ordering: .relaxed) }
    if isFirst { writer.asyncAfter(deadline: .now() + Self.pause) { [self] in writeAll() } }
  }

  /// Waits until everything is written, but no longer than that.
  func flush(within limit: Duration) {
    let done = DispatchSemaphore(value: 0)
    writer.async { [self] in
      writeAll()
      done.signal()
    }
    _ = done.wait(timeout: .now() + .milliseconds(Int(limit.components.seconds) * 1000))
  }

  /// On the writer's thread.
  private func writeAll() {
    while true {
      let lines = state.withLock { state in
        defer { state.lines = [] }
        if state.lines.isEmpty { state.isWriting = false }
        return state.lines
      }
      guard !lines.isEmpty else { return }
      for batch in LogQueue.batches(of: lines) { write(batch) }
    }
  }

  /// Neighbouring lines in blocks that one write takes whole.
  static func batches(of lines: [String]) -> [[String]] {
    var batches: [[String]] = []
    var size = 0
    for line in lines {
      if batches.isEmpty || size + line.utf8.count > together {
        batches.append([line])
        size = line.utf8.count
      } else {
        batches[batches.count - 1].append(line)
        size += line.utf8.count
      }
    }
    return batches
  }

  private func write(_ lines: [String]) {
    let text = lines.joined()
    if !writeWhole(text, to: descriptor) { lost.add(lines.count, ordering: .relaxed) }
    state.withLock { $0.bytes -= text.utf8.count }
  }
}

/// Writes all of a text, waiting for room where the descriptor has none. False: it cannot be written.
func writeWhole(_ text: String, to descriptor: Int32) -> Bool {
  var text = text
  return text.withUTF8 { writeWhole(UnsafeRawBufferPointer($0), to: descriptor) }
}

/// Writes all of the bytes, likewise.
func writeWhole(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
  var written = 0
  while written < bytes.count {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
    let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
    if count < 0 && errno == EAGAIN {
      var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      poll(&place, 1, -1)
    } else if count < 0 && errno != EINTR {
      return false
    }
    written += max(count, 0)
  }
  return true
}

/// Opens /dev/null in the place of standard descriptors that are closed: else the first socket would get their number,
/// and the log would go to a client.
func fillStandardDescriptors() {
  for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
    // The lowest free number, hence this one.
    _ = open("/dev/null", O_RDWR)
  }
}
