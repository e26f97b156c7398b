"""The systems of the 機構 (J-LIS): national server, card management, certification."""
