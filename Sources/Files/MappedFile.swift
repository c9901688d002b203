package import HTTPMessages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file's content as a buffer: a regular file is mapped and not copied, anything else (a pipe) is read.
package enum MappedFile {
  /// The content, with readable zero bytes behind it as every buffer has them. Throws why there is none.
  package static func content(of path: String) throws(SystemError) -> ByteBuffer {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw SystemError(errno) }
    defer { close(file) }
    return try content(of: file)
  }

  /// The content of an open file, from its beginning where it is a regular one.
  package static func content(of file: Int32) throws(SystemError) -> ByteBuffer {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw SystemError(errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(EISDIR) }
    let isRegular = status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
    return isRegular ? try mapping(file, count: Int(status.st_size)) : try reading(file)
  }

  /// The file over the beginning of memory that is a page longer: that page is the zero bytes behind the content. Written
  /// to is nothing but those; what is written stays in this process.
  ///
  /// A file that is cut off while it is mapped ends the process that reads beyond its new end: `WatchedFile` does not.
  static func mapping(_ file: Int32, count: Int) throws(SystemError) -> ByteBuffer {
    let size = count + Int(sysconf(Int32(_SC_PAGESIZE))) + ByteBuffer.padding
    let access = PROT_READ | PROT_WRITE
    guard let memory = mmap(nil, size, access, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0), memory != MAP_FAILED
    else { throw SystemError(errno) }
    guard mmap(memory, count, access, MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, file, 0) != MAP_FAILED else {
      let reason = errno
      munmap(memory, size)
      throw SystemError(reason)
    }
    return ByteBuffer(adopting: memory, count: count) { _ = munmap($0, size) }
  }

  private static func reading(_ file: Int32) throws(SystemError) -> ByteBuffer {
    let buffer = ByteBuffer()
    var last = 1
    while last > 0 {
      let isRoom = buffer.append(atMost: 1 << 20) { room in
        last = read(file, room.baseAddress, room.count)
        return last
      }
      guard isRoom else { throw SystemError(ENOMEM) }
      guard last >= 0 || errno == EINTR else { throw SystemError(errno) }
      if last < 0 { last = 1 }
    }
    return buffer
  }
}
