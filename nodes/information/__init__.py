"""The systems of the 情報提供ネットワークシステム and the 中間サーバー at its edge, one for each body."""
