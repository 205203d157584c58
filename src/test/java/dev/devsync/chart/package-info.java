/// The Helm chart in charts/devsync.
@NullMarked
package dev.devsync.chart;

import org.jspecify.annotations.NullMarked;
