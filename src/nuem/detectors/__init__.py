"""What a detector makes of a recoil: efficiency, resolution, exposure."""

from nuem.detectors.response import Efficiency, Resolution, Response

__all__ = ["Efficiency", "Resolution", "Response"]
