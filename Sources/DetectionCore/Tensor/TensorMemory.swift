import CKeptMemory

/// Memory of tensors' elements; that of large ones is kept for the next.
enum TensorMemory<Element: BitwiseCopyable> {
  /// What malloc aligns to, on all systems of 64 bits.
  private static var alignment: Int { 16 }

  /// Room for that many elements, which hold anything.
  static func take(_ count: Int) -> UnsafeMutablePointer<Element> {
    let count = max(count, 1)
    let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard !overflow, MemoryLayout<Element>.alignment <= alignment, let memory = kept_memory_take(size) else {
      // Ends the program where there is no memory, as Swift does.
      return .allocate(capacity: count)
    }
    if !kept_memory_is_lent(memory) { kept_memory_advise_large_pages(memory, size) }
    return memory.bindMemory(to: Element.self, capacity: count)
  }

  static func give(_ start: UnsafeMutablePointer<Element>) {
    if MemoryLayout<Element>.alignment <= alignment { kept_memory_give(start) } else { start.deallocate() }
  }
}
