#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An error of the system, in its words.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  /// The value of `errno`.
  package let number: Int32

  package init(_ number: Int32) { self.number = number }

  package var description: String { String(cString: strerror(number)) }
}
