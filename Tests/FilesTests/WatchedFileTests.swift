import Foundation
import HTTPMessages
import Testing

@testable import Files

@Suite struct WatchedFileTests {
  private func temporary(_ content: Data) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "focald-\(UUID().uuidString)")
    try content.write(to: url)
    return url.path
  }

  @Test(arguments: [1, 4095, 4096, 4097, 300_000]) func content_IsTheFiles(size: Int) throws {
    let bytes = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let path = try temporary(bytes)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try WatchedFile(path)
    #expect(file.content.bytes.elementsEqual(bytes))
    file.rest()
    #expect(file.content.bytes.elementsEqual(bytes))
    #expect(
      (0..<ByteBuffer.padding).allSatisfy {
        file.content.baseAddress.load(fromByteOffset: size + $0, as: UInt8.self) == 0
      })
    #expect(file.isWhole)
  }

  @Test func cutOffFile_ReadsAsZerosAndIsNotWhole() throws {
    let path = try temporary(Data(repeating: 7, count: 1 << 20))
    defer { try? FileManager.default.removeItem(atPath: path) }
    // Several at once, each marked for itself; places are used again.
    for _ in 0..<20 {
      let (file, other) = (try WatchedFile(path), try WatchedFile("/proc/self/exe"))
      #expect(truncate(path, 5000) == 0)
      #expect(file.content.bytes[5000...8191].allSatisfy { $0 == 0 })
      #expect(file.content.bytes[8192...].allSatisfy { $0 == 0 })
      #expect(!file.isWhole && other.isWhole)
      try Data(repeating: 7, count: 1 << 20).write(to: URL(fileURLWithPath: path))
    }
  }

  @Test func changedFile_IsNotWhole() throws {
    let path = try temporary(Data(repeating: 1, count: 100))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try WatchedFile(path)
    #expect(file.isWhole)
    try Data(repeating: 2, count: 101).write(to: URL(fileURLWithPath: path))
    #expect(!file.isWhole)
  }

  @Test func whatIsNoRegularFile_IsRefused() throws {
    #expect(throws: SystemError(ENOENT)) { try WatchedFile("/nowhere/at.all") }
    for path in ["/tmp", "/dev/zero"] {
      #expect(throws: SystemError(ENOTSUP)) { try WatchedFile(path) }
    }
    let empty = try temporary(Data())
    defer { try? FileManager.default.removeItem(atPath: empty) }
    #expect(try WatchedFile(empty).content.count == 0)
  }
}
