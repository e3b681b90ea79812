"""A USB bus of software below pyusb: one receipt printer on it, played by a simulated machine.

It enters where libusb would, so everything of pyusb and of our line above it is the real thing.
"""

from __future__ import annotations

import array
import errno
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import usb.backend
from usb.core import USBError, USBTimeoutError

from kiosk.printer.machine import Machine

IN, OUT = 0x81, 0x03
"""Not the endpoints that libraries take for granted."""


class UsbWorld(usb.backend.IBackend):  # type: ignore[misc]
    """`plugged` and `allowed` are the cable and the rights; `takes` bytes more and it takes none."""

    def __init__(self, machine: Machine, one_way: bool = False) -> None:
        super().__init__()
        self.machine, self.plugged, self.allowed, self.busy = machine, True, True, False
        self.takes = 10**9
        self.driver, self.claims = True, 0
        self._ends = [OUT] if one_way else [IN, OUT]
        self._answers = b""

    def enumerate_devices(self) -> Iterator[str]:
        return iter(["printer"] if self.plugged else [])

    def get_device_descriptor(self, dev: str) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=0x0416, idProduct=0x5011, bcdDevice=0x100, iManufacturer=1, iProduct=2,
            iSerialNumber=3, bNumConfigurations=1, address=5, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: str, config: int) -> Any:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: str, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=len(self._ends),
            bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: str, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=self._ends[ep], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: str) -> str:
        self._there()
        if not self.allowed:
            raise USBError("Access denied", -3, errno.EACCES)
        return dev

    def close_device(self, handle: str) -> None: ...

    def get_configuration(self, handle: str) -> int:
        self._there()
        return 1

    def set_configuration(self, handle: str, value: int) -> None:
        raise AssertionError("a printer that is configured is not reset")

    def is_kernel_driver_active(self, handle: str, interface: int) -> bool:
        return self.driver

    def detach_kernel_driver(self, handle: str, interface: int) -> None:
        self.driver = False

    def claim_interface(self, handle: str, interface: int) -> None:
        assert not self.driver
        if self.busy:
            raise USBError("Resource busy", -6, errno.EBUSY)
        self.claims += 1

    def release_interface(self, handle: str, interface: int) -> None: ...

    def bulk_write(self, handle: str, ep: int, interface: int, data: Any, timeout: int) -> int:
        self._there()
        assert ep == OUT and timeout > 0
        if self.takes < len(data):
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        self.takes -= len(data)
        if self.machine.fail() == "unplugged" and len(data) > 16:
            self.plugged = False
            self.machine.suffer("")
            self._there()
        self._answers += self.machine.take(bytes(data))
        return len(data)

    def bulk_read(self, handle: str, ep: int, interface: int, buff: array.array[int], timeout: int) -> int:
        self._there()
        assert ep == IN and timeout > 0 and len(buff) >= 64, "less than a packet would stall it"
        if not self._answers:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        answer, self._answers = self._answers[: len(buff)], self._answers[len(buff) :]
        buff[: len(answer)] = array.array("B", answer)
        return len(answer)

    def _there(self) -> None:
        if not self.plugged:
            raise USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)
