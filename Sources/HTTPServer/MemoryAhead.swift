import CKeptMemory
import CMicroHTTPD
import Dispatch
import Glibc

/// Takes the memory of large bodies from the system ahead of the bytes that fill it, on a thread of its own and in large pages.
/// Taking it as they come is most of what a network thread does for a body: 16,000 page faults for 64 MB, or some of large
/// pages, each of which can take milliseconds.
enum MemoryAhead {
  private static let queue = DispatchQueue(label: "focald.memory")
  private static let largePage: UInt = 2 << 20

  /// Takes what lies in large pages wholly. Nothing is read or written: if the memory has been given back by the time, and
  /// even if it is in use for something else, no harm is done.
  static func take(from start: UnsafeMutableRawPointer, count: Int) {
    let first = (UInt(bitPattern: start) + largePage - 1) / largePage * largePage
    let end = (UInt(bitPattern: start) + UInt(max(0, count))) / largePage * largePage
    guard first < end else { return }
    queue.async {
      for page in stride(from: first, to: end, by: Int(largePage)) {
        guard take(UnsafeMutableRawPointer(bitPattern: page)) else { return }
      }
    }
  }

  /// One large page. False: this system cannot, and no one is to take large ones.
  private static func take(_ page: UnsafeMutableRawPointer?) -> Bool {
    let size = Int(largePage)
    kept_memory_advise_large_pages(page, size)
    guard madvise(page, size, shim_populate) != 0 else { return true }
    madvise(page, size, MADV_NOHUGEPAGE)
    return false
  }
}
