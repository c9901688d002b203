import CKeptMemory

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Bytes of a body: one contiguous allocation that grows, and `padding` readable zero bytes after the last one,
/// because a vectorised parser reads past the end of its text.
///
/// A class, so that a body passes from the network to the kernel, and back, without a copy.
///
/// `@unchecked Sendable`: a buffer has one writer until it is handed over (network thread → worker, or worker →
/// network thread), and no writer after that.
public final class ByteBuffer: Equatable, @unchecked Sendable {
  /// Readable zero bytes kept after the content: what simdjson asks for.
  public static let padding = 64

  // Every `append` reads and writes these; as there is one writer, nothing is gained by looking for a second one each time.

  /// The first byte; valid for `count + padding` bytes until the next `append` or `reserve`.
  @exclusivity(unchecked) public private(set) var baseAddress: UnsafeMutableRawPointer
  /// How many bytes are content.
  @exclusivity(unchecked) public private(set) var count = 0
  /// How many bytes of content fit without another allocation.
  @exclusivity(unchecked) public private(set) var capacity: Int

  /// Bytes before the content, so that the one which was asked for lies aligned.
  private let lead: Int
  /// Gives memory back that came from elsewhere; `nil`: it is malloc's.
  private var release: (@Sendable (UnsafeMutableRawPointer) -> Void)?
  /// Whether nothing may be written there.
  private var isForeign = false

  /// An empty buffer with room for `capacity` bytes of content. A failed allocation gives an empty buffer.
  ///
  /// The byte at `aligned` will lie at a multiple of 16, however the buffer grows: tensors that follow a text of known
  /// length can then be used where they lie.
  public init(capacity: Int = 0, aligned position: Int = 0) {
    self.capacity = Swift.min(Swift.max(capacity, 0), Int.max / 4)
    // malloc's memory is aligned to 16.
    lead = (16 - position & 15) & 15
    if let memory = kept_memory_take(lead + self.capacity + ByteBuffer.padding) {
      baseAddress = memory + lead
    } else {
      self.capacity = 0
      baseAddress = ByteBuffer.smallest() + lead
    }
    if !isKept { kept_memory_advise_large_pages(baseAddress, self.capacity) }
    zeroPadding()
  }

  /// Memory that lies there already, such as a file that is mapped: `count` bytes of content and `padding` bytes more, which
  /// become zero. `release` gives it back when the buffer needs it no longer.
  public init(
    adopting memory: UnsafeMutableRawPointer, count: Int, release: @escaping @Sendable (UnsafeMutableRawPointer) -> Void
  ) {
    lead = 0
    baseAddress = memory
    self.count = count
    capacity = count
    self.release = release
    zeroPadding()
  }

  /// Bytes that `owner` keeps alive and in place, to be sent as they lie. Nothing is copied, and no padding follows: such a
  /// buffer is not for readers of texts.
  public init(sending bytes: UnsafeRawBufferPointer, of owner: some Sendable) {
    lead = 0
    isForeign = true
    // Never written to.
    baseAddress = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) } ?? ByteBuffer.smallest()
    count = bytes.count
    capacity = bytes.count
    let isEmpty = bytes.baseAddress == nil
    release = { start in withExtendedLifetime(owner) { if isEmpty { start.deallocate() } } }
  }

  /// The UTF-8 bytes of a text.
  public convenience init(_ text: String) {
    self.init(capacity: text.utf8.count)
    append(text)
  }

  /// A copy of the bytes.
  public convenience init(_ bytes: some Collection<UInt8>) {
    self.init(capacity: bytes.count)
    append(contentsOf: bytes)
  }

  deinit { giveBack() }

  private func giveBack() {
    if let release { release(baseAddress) } else { kept_memory_give(baseAddress - lead) }
  }

  /// Whether the memory has been in use before, so that its pages are there: to ask for others would be in vain.
  public var isKept: Bool { release == nil && kept_memory_is_lent(baseAddress - lead) }

  /// The content; valid while the buffer lives and is not written to.
  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: baseAddress, count: count) }

  /// Whether both hold the same bytes.
  public static func == (left: ByteBuffer, right: ByteBuffer) -> Bool {
    left.count == right.count && memcmp(left.baseAddress, right.baseAddress, left.count) == 0
  }

  /// The content as text; ill-formed UTF-8 is repaired with U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends a copy of the bytes. Returns false, unchanged, when memory could not be had.
  @discardableResult
  public func append(_ source: UnsafeRawBufferPointer) -> Bool {
    guard let start = source.baseAddress, source.count > 0 else { return true }
    guard reserve(additional: source.count) else { return false }
    memcpy(baseAddress + count, start, source.count)
    count += source.count
    zeroPadding()
    return true
  }

  /// Appends the UTF-8 bytes of a text.
  @discardableResult
  public func append(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends bytes.
  @discardableResult
  public func append(contentsOf bytes: some Collection<UInt8>) -> Bool {
    if let done = bytes.withContiguousStorageIfAvailable({ append(UnsafeRawBufferPointer($0)) }) {
      return done
    }
    return Array(bytes).withUnsafeBytes { append($0) }
  }

  /// Lets a writer fill up to `limit` bytes in place after the content and say how many it wrote.
  /// Returns false, unchanged, when memory could not be had.
  @discardableResult
  public func append(atMost limit: Int, _ write: (UnsafeMutableRawBufferPointer) throws -> Int) rethrows
    -> Bool
  {
    guard reserve(additional: limit) else { return false }
    let written = try write(UnsafeMutableRawBufferPointer(start: baseAddress + count, count: limit))
    count += Swift.min(Swift.max(written, 0), limit)
    zeroPadding()
    return true
  }

  /// Makes room for that many further bytes; grows by doubling. Returns false when memory could not be had.
  @discardableResult
  public func reserve(additional: Int) -> Bool {
    let (needed, overflow) = count.addingReportingOverflow(additional)
    guard !overflow, needed <= Int.max / 4 else { return false }
    guard needed > capacity else { return true }
    return reserve(total: Swift.max(needed, capacity &* 2))
  }

  /// Makes room for exactly that many bytes of content in all, if there is not as much already. Returns false when
  /// memory could not be had.
  ///
  /// `inSmallPages`: for who may not wait long at any one touch, a network thread. The first touch of a large page clears 2 MiB,
  /// which takes 0.2 ms, and several milliseconds in a virtual machine whose host has to find that memory first.
  @discardableResult
  public func reserve(total: Int, inSmallPages: Bool = false) -> Bool {
    guard total > capacity else { return true }
    guard total <= Int.max / 2 - ByteBuffer.padding, resize(to: total) else { return false }
    if inSmallPages, !isKept { adviseSmallPages() }
    return true
  }

  /// Gives back the room that the content does not fill.
  public func trim() {
    if count < capacity { resize(to: count) }
  }

  /// Forgets the content and keeps the room.
  public func removeAll() {
    count = 0
    if isForeign { move(to: 0) }
    zeroPadding()
  }

  /// Gives back all memory: what is read from here on is an empty buffer.
  public func discard() {
    count = 0
    if isForeign { move(to: 0) }
    zeroPadding()
    trim()
  }

  @discardableResult
  private func resize(to total: Int) -> Bool {
    guard release == nil else { return move(to: total) }
    guard let memory = kept_memory_resize(baseAddress - lead, lead + total + ByteBuffer.padding) else { return false }
    baseAddress = memory + lead
    capacity = total
    zeroPadding()
    return true
  }

  /// Copies what came from elsewhere into memory of malloc's.
  @discardableResult
  private func move(to total: Int) -> Bool {
    guard let memory = kept_memory_take(total + ByteBuffer.padding) else { return false }
    memcpy(memory, baseAddress, count)
    giveBack()
    release = nil
    isForeign = false
    baseAddress = memory
    capacity = total
    zeroPadding()
    return true
  }

  private func adviseSmallPages() {
    #if os(Linux)
      let page: UInt = 4096
      // All pages that it lies in, so that the memory stays one region of the system's, which can be moved and cut.
      let start = UInt(bitPattern: baseAddress) / page * page
      let end = (UInt(bitPattern: baseAddress) + UInt(capacity + ByteBuffer.padding) + page - 1) / page * page
      madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_NOHUGEPAGE)
    #endif
  }

  private func zeroPadding() { if !isForeign { memset(baseAddress + count, 0, ByteBuffer.padding) } }

  /// 80 bytes: where even that cannot be had, no program goes on.
  private static func smallest() -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer.allocate(byteCount: 16 + padding, alignment: 16)
  }
}
