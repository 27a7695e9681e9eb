#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The order in which stores list keys: that of their bytes.
enum KeyOrder {
    /// Below 0 where the first stands before the second, 0 where they are the same, above 0 otherwise.
    static func compare(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) -> Int {
        let shared = min(first.count, second.count)
        if shared > 0, let one = first.baseAddress, let other = second.baseAddress {
            let order = memcmp(one, other, shared)
            if order != 0 { return Int(order) }
        }
        return first.count - second.count
    }
}
