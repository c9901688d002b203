import Glibc
import HTTPServer
import Testing

@testable import focald

@Suite struct ServiceManagerTests {
  /// A datagram socket as systemd has one, and what has come to it.
  private final class Receiver {
    let socket: Int32
    let name: String

    init(_ name: String) {
      self.name = name
      socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      var bytes = Array(name.utf8)
      if name.hasPrefix("@") { bytes[0] = 0 }
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
      let size = MemoryLayout<sa_family_t>.size + bytes.count
      let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, socklen_t(size)) }
      }
      #expect(status == 0)
    }

    /// The next datagram; nil: there is none.
    func next() -> String? {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = recv(socket, &bytes, bytes.count, 0)
      return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }

    deinit {
      close(socket)
      if name.hasPrefix("/") { unlink(name) }
    }
  }

  @Test(arguments: ["/tmp/focald-notify-\(getpid())", "@focald-notify-\(getpid())"])
  func manager_HearsEachState(name: String) {
    let receiver = Receiver(name)
    let manager = ServiceManager(environment: ["NOTIFY_SOCKET": name])
    manager.notify(.ready, status: "listening on\nhttp://[::1]:80")
    manager.notify(.stopping)
    manager.notify(.reloading)
    #expect(receiver.next() == "READY=1\nSTATUS=listening on http://[::1]:80")
    #expect(receiver.next() == "STOPPING=1")
    #expect(receiver.next()?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
    #expect(receiver.next() == nil)
  }

  // A manager that is absent, gone, or does not read keeps no one waiting.
  @Test func manager_MayBeMissing() {
    ServiceManager(environment: [:]).notify(.ready)
    for name in ["", "@", "vsock:2:1", "/tmp/nothing-is-here", "/" + String(repeating: "x", count: 200)] {
      ServiceManager(environment: ["NOTIFY_SOCKET": name]).notify(.ready)
    }
    let name = "@focald-full-\(getpid())"
    let receiver = Receiver(name)
    for _ in 0..<10_000 { ServiceManager(environment: ["NOTIFY_SOCKET": name]).notify(.ready) }
    #expect(receiver.next() == "READY=1")
  }
}
