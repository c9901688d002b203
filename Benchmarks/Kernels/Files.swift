import Glibc

struct FileError: Error, CustomStringConvertible {
  let path: String
  let code: Int32
  var description: String { "\(path): \(String(cString: strerror(code)))" }
}

func writeFile(_ path: String, _ bytes: UnsafeRawBufferPointer) throws {
  guard let file = fopen(path, "wb") else { throw FileError(path: path, code: errno) }
  let written = bytes.count == 0 ? 0 : fwrite(bytes.baseAddress, 1, bytes.count, file)
  guard fclose(file) == 0, written == bytes.count else { throw FileError(path: path, code: errno) }
}
