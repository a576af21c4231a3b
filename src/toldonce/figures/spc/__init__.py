"""Signal told from noise: charts with limits, labels, icons and sentences, by the rules of NHS Making Data Count."""
