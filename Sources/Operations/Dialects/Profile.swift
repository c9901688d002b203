/// What a library decides in an operation.
package struct Profile: Sendable {
  package let library: Library
  /// What differs from the operation's own defaults. A value whose field has no effect in a request is passed over; one that
  /// lets another take effect stands before it.
  package let settings: [Setting]
  /// The function whose numbers these are, and the release that was compared or read.
  package let source: String

  init(_ library: Library, _ source: String, _ settings: Setting...) {
    self.init(library, source, settings)
  }

  init(_ library: Library, _ source: String, _ settings: [Setting]) {
    self.library = library
    self.settings = settings
    self.source = source
  }
}
