"""What a detector makes of a recoil: efficiency, resolution, exposure."""
