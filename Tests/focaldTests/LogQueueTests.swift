import Glibc
import Testing

@testable import focald

@Suite struct LogQueueTests {
  @Test func lines_GoOutInOrder() {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let queue = LogQueue(descriptor: ends[1])
    let lines = (0..<100).map { "line \($0)\n" }
    for line in lines { queue.append(line) }
    queue.flush(within: .seconds(10))
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(ends[0], &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == lines.joined())
    #expect(queue.dropped == 0)
  }

  @Test func fullPipe_CostsLinesAndNoTime() {
    // As the program has it.
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    let queue = LogQueue(descriptor: ends[1], room: 100_000)
    let line = String(repeating: "x", count: 999) + "\n"
    for _ in 0..<1000 { queue.append(line) }
    // 100 wait; the rest was dropped, or is in the pipe.
    #expect(queue.dropped > 0)
    close(ends[0])
    queue.flush(within: .seconds(10))
    close(ends[1])
  }

  @Test func unwritableLines_AreCounted() {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let queue = LogQueue(descriptor: full)
    for _ in 0..<3 { queue.append("x\n") }
    queue.flush(within: .seconds(10))
    #expect(queue.dropped == 3)
  }

  @Test func batches_HoldWholeLinesThatOneWriteTakes() {
    let lines = [3000, 1000, 200, 5000, 1].map { String(repeating: "x", count: $0) }
    #expect(LogQueue.batches(of: lines).map { $0.map(\.utf8.count) } == [[3000, 1000], [200], [5000], [1]])
  }
}
