import CMicroHTTPD
import Glibc
import HTTPMessages
import RawClient
import Testing

@testable import HTTPServer

extension Living {
  @Suite struct BodyTests {
    private let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 7, count: 65_536) + [13, 10]

    @Test func contentLength_EightMegabytes() throws {
      let server = try TestServer()
      defer { server.stop() }
      let body = [UInt8](unsafeUninitializedCapacity: 8 << 20) { bytes, count in
        for index in 0..<8 << 20 { bytes[index] = UInt8(truncatingIfNeeded: (index &* 31) >> 3) }
        count = 8 << 20
      }
      let client = try server.client()
      #expect(try client.exchange("POST", "/echo", body: body).body == body)
      // The buffer has grown to the declared length, and not beyond.
      #expect(try client.exchange("POST", "/size", body: body).text == "8388608 of 8388608")
    }

    /// Large pages cost milliseconds at the first touch, at times: those ahead are taken by another thread as soon as the budget
    /// has granted them, and no more of them; a network thread that comes to others takes small ones.
    @Test(.enabled(if: BodyTests.systemTakesMemoryAhead))
    func largeBody_HasItsMemoryTakenAhead() throws {
      let budget = MemoryBudget(64 << 20)
      let receiver = BodyReceiver(declared: 60 << 20, limit: 64 << 20, share: budget.share())
      let piece = [UInt8](repeating: 7, count: 8 << 20)
      for _ in 0..<3 { #expect(piece.withUnsafeBytes { receiver.append($0) } == .stored) }
      let buffer = receiver.buffer
      // 24 MiB are here, and 32 MiB granted.
      #expect(budget.held == 32 << 20)
      func isTaken(_ place: Int) -> Bool {
        var page: UInt8 = 0
        let start = UInt(bitPattern: buffer.baseAddress + place) / 4096 * 4096
        return mincore(UnsafeMutableRawPointer(bitPattern: start), 4096, &page) == 0 && page & 1 == 1
      }
      #expect(eventually { isTaken(28 << 20) })
      #expect(!isTaken(36 << 20) && !isTaken(59 << 20))
      let flags = try flags(at: UInt(bitPattern: buffer.baseAddress + 40 << 20))
      #expect(flags.contains("nh") && !flags.contains("hg"))
    }

    /// Whether the system has large pages, and can be asked to take memory (Linux 5.14).
    private static var systemTakesMemoryAhead: Bool {
      let size = 4 << 20
      let kind = MAP_PRIVATE | MAP_ANONYMOUS
      let memory = mmap(nil, size, PROT_READ | PROT_WRITE, kind, -1, 0)
      guard let memory, memory != MAP_FAILED else { return false }
      defer { munmap(memory, size) }
      return madvise(memory, size, MADV_NOHUGEPAGE) == 0 && madvise(memory, size, shim_populate) == 0
        && access("/proc/self/smaps", R_OK) == 0
    }

    /// The flags of the region of memory that holds an address.
    private func flags(at place: UInt) throws -> [Substring] {
      let regions = try text(of: "/proc/self/smaps").split(separator: "VmFlags:")
      for (region, flags) in zip(regions, regions.dropFirst()) where bounds(of: region)?.contains(place) == true {
        return try #require(flags.split(separator: "\n").first).split(separator: " ")
      }
      return []
    }

    private func text(of path: String) throws -> String {
      let file = try #require(fopen(path, "r"))
      defer { fclose(file) }
      var (text, room) = ("", [UInt8](repeating: 0, count: 1 << 16))
      while case let count = fread(&room, 1, room.count, file), count > 0 {
        text += String(decoding: room[..<count], as: UTF8.self)
      }
      return text
    }

    /// The addresses of a region, which stand in the line before its figures.
    private func bounds(of region: Substring) -> Range<UInt>? {
      let lines = region.split(separator: "\n")
      for line in lines {
        let ends = line.prefix { $0 != " " }.split(separator: "-").map { UInt($0, radix: 16) }
        if ends.count == 2, let low = ends[0], let high = ends[1], low < high { return low..<high }
      }
      return nil
    }

    @Test func chunkedUpload_IsPutTogether() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      try client.request("POST", "/echo", headers: ["Transfer-Encoding: chunked"])
      try client.send("5\r\nhello\r\n1;ext=1\r\n,\r\n")
      try client.send("6\r\n wor")
      try client.send("ld\r\n0\r\nTrailer: x\r\n\r\n")
      #expect(try client.answer().text == "hello, world")
      #expect(try client.exchange("GET", "/hello").text == "hello")
    }

    @Test func chunkedUpload_EndsWithoutSlack() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      try client.request("POST", "/size", headers: ["Transfer-Encoding: chunked"])
      for _ in 0..<33 { try client.send(chunk) }
      try client.send("0\r\n\r\n")
      let sizes = try client.answer().text.split(separator: " ").compactMap { Int($0) }
      #expect(sizes.first == 33 << 16)
      #expect(try #require(sizes.last) <= (33 << 16) * 9 / 8)
    }

    @Test func expectContinue_IsAnsweredBeforeTheBody() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      try client.request("POST", "/echo", headers: ["Expect: 100-continue", "Content-Length: 3"])
      #expect(try client.answer().status == 100)
      try client.send("abc")
      #expect(try client.answer().text == "abc")
    }

    @Test func expectContinue_IsNotAnsweredWhereTheBodyIsTooLarge() throws {
      let server = try TestServer { $0.bodyLimit = 1000 }
      defer { server.stop() }
      let client = try server.client()
      try client.request("POST", "/echo", headers: ["Expect: 100-continue", "Content-Length: 1001"])
      #expect(try client.answer().status == 413)
    }

    @Test(arguments: ["10737418240", "9223372036854775807", "9223372036854775808", "18446744073709551614"])
    func tooLarge_IsAnsweredBeforeTheBody(declared: String) throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      try client.request("POST", "/echo", headers: ["Content-Length: \(declared)"])
      let answer = try client.answer()
      #expect(answer.status == 413)
      #expect(answer.text == "limit \(256 << 20)")
      #expect(answer["X-Request-Id"]?.count == 32)
      #expect(answer["Connection"]?.lowercased() == "close")
      #expect(client.isAtEnd())
      #expect(eventually { server.server.load.active == 0 })
    }

    @Test func tooLarge_ReachesAClientThatSendsAllFirst() throws {
      let server = try TestServer { $0.bodyLimit = 1000 }
      defer { server.stop() }
      let client = try server.client()
      try client.request("POST", "/echo", body: [UInt8](repeating: 1, count: 16 << 20))
      #expect(try client.answer().status == 413)
    }

    @Test func limit_IsInclusive() throws {
      let server = try TestServer { $0.bodyLimit = 1000 }
      defer { server.stop() }
      let body = [UInt8](repeating: 1, count: 1001)
      #expect(try server.client().exchange("POST", "/echo", body: body.dropLast()).status == 200)
      #expect(try server.client().exchange("POST", "/echo", body: body).status == 413)
    }

    @Test func chunkedTooLarge_IsAnsweredInTheMiddle() throws {
      let server = try TestServer { $0.bodyLimit = 100_000 }
      defer { server.stop() }
      let client = try server.client()
      try client.request("POST", "/echo", headers: ["Transfer-Encoding: chunked", "X-Request-Id: big"])
      // No last chunk: the answer does not wait for it. Far more is sent than socket buffers hold.
      for _ in 0..<200 { try client.send(chunk) }
      let answer = try client.answer()
      #expect(answer.status == 413)
      #expect(answer.text == "limit 100000")
      #expect(answer["X-Request-Id"] == "big")
      client.vanish()
      #expect(eventually { server.server.load.active == 0 })
      #expect(server.observer.records.first?.statusCode == 413)
    }

    @Test func refusal_ComesBeforeTheBody() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      try client.request("POST", "/refused", headers: ["Content-Length: 1000"])
      #expect(try client.answer().text == "refused")
      // Without a body a refusal leaves the connection open.
      let other = try server.client()
      #expect(try other.exchange("GET", "/refused").text == "refused")
      #expect(try other.exchange("GET", "/hello").text == "hello")
      #expect(server.handler.computed == ["/hello"])
    }

    @Test func stalledBody_IsAnswered408() throws {
      let server = try TestServer { $0.bodyTimeout = .milliseconds(300) }
      defer { server.stop() }
      let client = try server.client()
      try client.request("POST", "/echo", headers: ["Content-Length: 1000"])
      try client.send("a")
      let answer = try client.answer()
      #expect(answer.status == 408)
      #expect(answer.text == "slow")
      #expect(client.isAtEnd())
      #expect(eventually { server.server.load.active == 0 })
      #expect(server.observer.records.first?.statusCode == 408)
    }

    @Test func drippingBody_IsEnded() throws {
      let server = try TestServer { $0.bodyTimeout = .milliseconds(300) }
      defer { server.stop() }
      let client = try server.client()
      try client.request("POST", "/echo", headers: ["Content-Length: 1000"])
      for _ in 0..<900 where server.observer.records.isEmpty {
        try? client.send("a")
        usleep(20_000)
      }
      #expect(eventually { server.server.load.active == 0 })
      #expect(server.observer.records.first?.statusCode == 408)
    }

    @Test func idleConnection_IsClosed() throws {
      let server = try TestServer { $0.connectionTimeout = .seconds(1) }
      defer { server.stop() }
      let client = try server.client()
      #expect(try client.exchange("GET", "/hello").status == 200)
      #expect(client.isAtEnd())
    }
  }
}
