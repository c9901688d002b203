import CFileMap
package import HTTPMessages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A regular file, mapped for as long as this lives, and watched: whoever cuts it off meanwhile does not end the process.
///
/// Sendable: nothing of it changes; the watch is an atomic flag.
package final class WatchedFile: Sendable {
  /// Its bytes. Where the file has been cut off they are 0, and `isWhole` says so.
  package let content: ByteBuffer
  private let descriptor: Int32
  private let state: State
  private nonisolated(unsafe) let watch: OpaquePointer

  /// What shows whether a file is still the one that was opened.
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

  /// Opens and maps a file. An empty one has no content. Throws ENOTSUP for what is no regular file.
  package init(_ path: String) throws(SystemError) {
    // Nonblocking: a pipe without a writer would be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemError(errno) }
    do throws(SystemError) {
      guard let state = State(descriptor) else { throw SystemError(ENOTSUP) }
      content = state.size > 0 ? try MappedFile.mapping(descriptor, count: state.size) : ByteBuffer()
      guard let watch = file_map_begin(content.baseAddress, max(content.count, 1)) else { throw SystemError(ENOMEM) }
      (self.state, self.watch) = (state, watch)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  deinit {
    file_map_end(watch)
    close(descriptor)
  }

  /// Whether the file is what it was when it was opened, and every byte that has been read was the file's.
  package var isWhole: Bool { !file_map_is_broken(watch) && State(descriptor) == state }

  /// Lets the system take the memory back; what is read again comes from the file again.
  package func rest() {
    guard content.count > 0 else { return }
    madvise(content.baseAddress, content.count, MADV_DONTNEED)
  }
}
