"""A printer on USB, `usb://04b8:0202`, through pyusb and the libusb that comes in a wheel.

Not through python-escpos: it resets the device at every opening, takes its endpoints for granted and waits for
ever. Unplugged is offline; the next use looks for the device anew.
"""

from __future__ import annotations

import contextlib
import errno
import time
from collections.abc import Callable
from typing import Any

from server.agent.pipe import PipeError, said

PRINTER_CLASS = 7
REST = 0.01
"""Seconds between two looks at a printer that answers «nothing yet» at once, with an empty packet."""


class UsbLine:
    """`serial` picks one of several printers of the same make; `seconds` is how long it may take no byte.

    `backend` is the libusb to use; None looks for the wheel's own and then for the system's.
    """

    def __init__(
        self, url: str, vendor: int, product: int, serial: str = "", seconds: float = 5.0, backend: Any = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:  # fmt: skip
        self.url, self._vendor, self._product, self._serial = url, vendor, product, serial
        self._seconds, self._backend, self._sleep = seconds, backend, sleep
        self._device: Any = None
        self._out: Any = None
        self._in: Any = None

    def write(self, data: bytes) -> None:
        import usb.core

        self._open()
        try:
            self._out.write(data, timeout=int(self._seconds * 1000))
        except usb.core.USBTimeoutError as error:
            self.close()
            raise PipeError("mute", f"{self.url} takes no bytes") from error
        except usb.core.USBError as error:
            self.close()
            raise PipeError("unplugged", f"{self.url}: {said(error)}") from error

    def read(self, most: int, seconds: float) -> bytes:
        """At least one whole packet is asked for: a device that sends more than was asked stops answering."""
        import usb.core

        self._open()
        if self._in is None:
            return b""
        size, end = max(most, self._in.wMaxPacketSize), time.monotonic() + seconds
        try:
            while True:
                left = end - time.monotonic()
                data = bytes(self._in.read(size, timeout=max(1, int(left * 1000))))
                if data or left <= REST:
                    return data
                self._sleep(REST)
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            self.close()
            raise PipeError("unplugged", f"{self.url}: {said(error)}") from error

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            import usb.core
            import usb.util

            with contextlib.suppress(usb.core.USBError):
                usb.util.dispose_resources(device)

    def _open(self) -> None:
        if self._device is not None:
            return
        import usb.core
        import usb.util

        device = self._find()
        try:
            interface = _interface(device)
            number = interface.bInterfaceNumber
            with contextlib.suppress(NotImplementedError):  # Windows has no kernel driver to ask away
                if device.is_kernel_driver_active(number):
                    device.detach_kernel_driver(number)
            usb.util.claim_interface(device, number)
        except usb.core.USBError as error:
            with contextlib.suppress(usb.core.USBError):
                usb.util.dispose_resources(device)
            raise self._shut(error) from error
        self._out = _endpoint(interface, usb.util.ENDPOINT_OUT)
        self._in = _endpoint(interface, usb.util.ENDPOINT_IN)
        self._device = device

    def _find(self) -> Any:
        import usb.core
        import usb.util

        def mine(device: Any) -> bool:
            return not self._serial or usb.util.get_string(device, device.iSerialNumber) == self._serial

        wanted = {"idVendor": self._vendor, "idProduct": self._product, "custom_match": mine}
        backend = self._backend or _libusb()
        try:
            found = usb.core.find(backend=backend, **wanted)
        except usb.core.NoBackendError as error:
            raise PipeError("offline", "there is no libusb here: pip install 'paihao[kiosk]'") from error
        except (usb.core.USBError, ValueError) as error:  # ValueError: its serial number may not be read
            raise self._shut(error) from error
        if found is None:
            there = ", ".join(printers(backend)) or "none"
            raise PipeError(
                "offline", f"{self.url} is not plugged in or switched off; USB printers here: {there}"
            )
        return found

    def _shut(self, error: Exception) -> PipeError:
        number = getattr(error, "errno", None)
        if number in (errno.EACCES, errno.EPERM) or isinstance(error, ValueError):
            rule = f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{self._vendor:04x}", MODE="0660", GROUP="lp"'
            text = f"this user may not use it; let /etc/udev/rules.d/60-paihao.rules say {rule}, and add it to lp"
            return PipeError("forbidden", f"{self.url}: {text}")
        if number == errno.EBUSY:
            return PipeError("offline", f"{self.url}: another program holds it (cups, perhaps)")
        return PipeError("offline", f"{self.url}: {said(error)}")


def printers(backend: Any = None) -> list[str]:
    """What is plugged in and is a printer, as vendor:product."""
    import usb.core

    with contextlib.suppress(usb.core.NoBackendError):
        devices = usb.core.find(find_all=True, backend=backend or _libusb())
        return [f"{d.idVendor:04x}:{d.idProduct:04x}" for d in devices if _printer_interfaces(d)]
    return []


def _libusb() -> Any:
    """The wheel's libusb; None lets pyusb look for the system's."""
    try:
        import libusb_package
    except ImportError:
        return None
    return libusb_package.get_libusb1_backend()


def _printer_interfaces(device: Any) -> list[Any]:
    return [i for configuration in device for i in configuration if i.bInterfaceClass == PRINTER_CLASS]


def _interface(device: Any) -> Any:
    """The printer's interface; the first one of a device that calls itself something else, as cheap ones do."""
    import usb.core

    try:
        device.get_active_configuration()
    except usb.core.USBError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            raise
        device.set_configuration()
    interfaces = _printer_interfaces(device) or [i for configuration in device for i in configuration]
    found = next((i for i in interfaces if _endpoint(i, 0x00) is not None), None)
    if found is None:
        raise usb.core.USBError("it has no endpoint to print to", errno=errno.ENOTSUP)
    return found


def _endpoint(interface: Any, direction: int) -> Any:
    """Its bulk endpoint of this direction (0x80 is to us); None where it has none."""
    bulk = 2
    return next(
        (e for e in interface if e.bEndpointAddress & 0x80 == direction and e.bmAttributes & 3 == bulk), None
    )
