import Foundation
import HTTPMessages
import Testing

@testable import Files

@Suite struct MappedFileTests {
  private func withFile(_ content: Data, _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "focald-\(UUID().uuidString)")
    try content.write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  /// Around the size of a page, the zero bytes lie in the file's last page, or in the one behind.
  @Test(arguments: [0, 1, 63, 64, 4032, 4095, 4096, 4097, 8192, 100_000])
  func content_OfAFile_HasZeroBytesBehind(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 | 1) }
    try withFile(Data(bytes)) { path in
      let buffer = try MappedFile.content(of: path)
      #expect(buffer.count == size && buffer.bytes.elementsEqual(bytes))
      let padding = UnsafeRawBufferPointer(start: buffer.baseAddress + size, count: ByteBuffer.padding)
      #expect(padding.allSatisfy { $0 == 0 })
      buffer.discard()
      #expect(buffer.count == 0)
      // The file is as it was.
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(bytes))
    }
  }

  @Test func content_OfAPipe_IsRead() throws {
    let pipe = Pipe()
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    let writer = Thread {
      pipe.fileHandleForWriting.write(Data(bytes)); try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let buffer = try MappedFile.content(of: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    #expect(buffer.bytes.elementsEqual(bytes))
  }

  @Test func content_OfWhatIsNoFile_IsAnError() {
    #expect(throws: SystemError(ENOENT)) { try MappedFile.content(of: "/nowhere/at.all") }
    #expect(throws: SystemError(EISDIR)) { try MappedFile.content(of: "/tmp") }
  }
}
