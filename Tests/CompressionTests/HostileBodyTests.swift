import DetectionCore
import Foundation
import HTTPMessages
import Testing

@testable import Compression

@Suite(.serialized) struct HostileBodyTests {
  @Test(arguments: realCodings) func limit_IsExact(coding: ContentCoding) throws {
    for count in [0, 1, 10, 32768, 100_000] {
      let body = try coding.compress(ByteBuffer([UInt8](repeating: 7, count: count)))
      #expect(try coding.decompress(body, limit: count).count == count)
      guard count > 0 else { continue }
      #expect(failure(coding, body, limit: count - 1) == .tooLarge(limit: count - 1))
      #expect(failure(coding, body, limit: 0) == .tooLarge(limit: 0))
    }
  }

  // 64 members of 16 MiB of zeros: 1 GiB from 1 MiB; and one member within another.
  @Test(arguments: realCodings) func bomb_GoesOutQuicklyAndSmall(coding: ContentCoding) throws {
    let member = try coding.compress(ByteBuffer([UInt8](repeating: 0, count: 16 << 20)))
    let bomb = ByteBuffer()
    for _ in 0..<(coding == .deflate ? 1 : 64) { bomb.append(member.bytes) }
    resetPeak()
    let before = peakMemory()
    let time = ContinuousClock().measure {
      #expect(failure(coding, bomb, limit: 1 << 20) == .tooLarge(limit: 1 << 20))
    }
    #expect(time < .seconds(1))
    #expect(peakMemory() - before < 16 << 20)
  }

  @Test(arguments: realCodings) func everyTruncation_IsRefused(coding: ContentCoding) throws {
    var random = SplitMix64(seed: 1)
    let plain = ByteBuffer((0..<300).map { _ in UInt8.random(in: 0...15, using: &random) })
    let body = try coding.compress(plain)
    for count in 0..<body.count {
      #expect(failure(coding, prefix(body, count)) != nil, "\(coding) cut to \(count) of \(body.count)")
    }
    #expect(failure(coding, prefix(body, body.count - 1)) == .truncated(coding))
  }

  @Test(arguments: realCodings) func bytesAfterTheEnd_AreRefused(coding: ContentCoding) throws {
    let body = try coding.compress(ByteBuffer("abc"))
    for garbage in ["00", "0000000000000000", "deadbeefdeadbeef", "1f8b"] {
      #expect(failure(coding, joined(body, bytes(garbage))) != nil, "\(coding) \(garbage)")
    }
  }

  @Test func otherFormats_AreRefused() {
    for coding in realCodings {
      #expect(failure(coding, ByteBuffer("{\"logits\": [1]}")) != nil)
    }
    // A checksum that is wrong by one bit.
    #expect(failure(.gzip, bytes("1f8b08000000000002034bcb4f4ecc495148234c0100f9a661ab2a000000")) != nil)
    #expect(failure(.deflate, bytes("789c4bcb4f4ecc495148234c01004c7c0f36")) != nil)
    // RFC 1950 §2.2 — a preset dictionary, which nobody agreed upon.
    #expect(failure(.deflate, bytes("78bb0000000000")) != nil)
    // zstd 0.7: before the standard.
    #expect(failure(.zstd, bytes("27b52ffd04586d000038666f63616c642001004416234881c252")) != nil)
    // A window of 2^28 bytes: frame header 0xA000… exponent 18.
    #expect(failure(.zstd, bytes("28b52ffd0090")) != nil)
  }

  @Test(arguments: realCodings) func flippedBits_NeverCrash(coding: ContentCoding) throws {
    var random = SplitMix64(seed: 2)
    let body = try coding.compress(ByteBuffer((0..<500).map { _ in UInt8.random(in: 0...31, using: &random) }))
    for _ in 0..<3000 {
      var mutated = Array(body.bytes)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        mutated[Int.random(in: 0..<mutated.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
      let limit = Int.random(in: 0...1000, using: &random)
      do throws(CompressionError) {
        #expect(try coding.decompress(ByteBuffer(mutated), limit: limit).count <= limit)
      } catch {
        #expect(error != .outOfMemory)
      }
    }
  }

  /// Linux keeps the largest amount of memory the process ever had; this makes it forget.
  private func resetPeak() { try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8) }

  private func peakMemory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.split(separator: " ").dropLast().last ?? "") ?? 0) << 10
  }
}
