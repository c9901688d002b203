#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

/// A value that one thread at a time can reach.
///
/// Like `Synchronization.Mutex`, on a pthread mutex: ThreadSanitizer does not see the futex calls of `Mutex` on Linux
/// and reports a race wherever two threads contend for one; it does see these.
///
/// `@unchecked Sendable`: the value is reached through `withLock` only.
public final class Lock<Value: Sendable>: @unchecked Sendable {
  @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
  /// Behind the mutex and not in the object, as Swift keeps books of who is at a variable of one, and the lock does that
  /// already.
  @usableFromInline let value: UnsafeMutablePointer<Value>

  /// A lock around an initial value.
  public init(_ value: Value) {
    let alignment = Swift.max(MemoryLayout<Value>.alignment, 16)
    let place = (MemoryLayout<pthread_mutex_t>.size + alignment - 1) / alignment * alignment
    let memory = UnsafeMutableRawPointer.allocate(byteCount: place + MemoryLayout<Value>.size, alignment: alignment)
    self.value = (memory + place).bindMemory(to: Value.self, capacity: 1)
    self.value.initialize(to: value)
    mutex = memory.bindMemory(to: pthread_mutex_t.self, capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    value.deinitialize(count: 1)
    // The whole block.
    mutex.deallocate()
  }

  /// Lets `body` have the value alone. It must not come back to the same lock.
  ///
  /// Inlinable, as a generic call from another module looks up types for longer than a free lock takes.
  @inlinable
  public func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(&value.pointee)
  }
}
